"""Bring a tariff, or a new version of it, into effect."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from corridor_kernel.problems import Problem, invalid
from corridor_kernel.times import from_text
from pricing.domain.schedule import TooManyVersions
from pricing.domain.targets import target_of
from pricing.domain.tariff_rules import document_of
from pricing.domain.version import Version, effective_from, key_of
from pricing.find_versions import latest_number, neighbours
from pricing.review_tariff import review_tariff
from pricing.store_version import store_version


def create_tariff(
    given: Any, assigned_to: Any, now: datetime, price_book: Mapping[str, Any] | None = None
) -> Version:
    """The version as stored: in effect from now on, or from its `start_date_time` if later.

    `price_book` is what the tariff was derived from.
    Problem 422 with every fault, 409 if somebody else created a version at the same time.
    """
    faults = review_tariff(given, assigned_to, now).faults
    if faults:
        raise invalid(faults)
    return create_version(document_of(given, now), assigned_to, now, price_book)


def create_version(
    document: Mapping[str, Any],
    assigned_to: list[Any],
    now: datetime,
    price_book: Mapping[str, Any] | None,
) -> Version:
    """Of a tariff that was found good; Problem 409 as above."""
    version = _version(document, assigned_to, now, price_book)
    before, after = neighbours(version)
    try:
        is_stored = store_version(version, before, after)
    except TooManyVersions as error:
        raise Problem(409, "Conflict", f"A target has had too many versions: {error}.") from None
    if not is_stored:
        raise Problem(409, "Conflict", f"Tariff {version.tariff_id!r} is being changed by others.")
    return version


def _version(
    document: Mapping[str, Any],
    assigned_to: list[Any],
    now: datetime,
    price_book: Mapping[str, Any] | None,
) -> Version:
    start = document.get("start_date_time")
    since = effective_from(from_text(start) if start else None, now)
    number = latest_number(key_of(document["id"])) + 1
    return Version(document, tuple(map(target_of, assigned_to)), number, since, now, price_book)
