"""Bring a tariff, or a new version of it, into effect."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from corridor_kernel.problems import Problem, invalid
from corridor_kernel.times import from_text
from pricing.domain.target_rules import Fault, good_targets
from pricing.domain.targets import target_of
from pricing.domain.tariff_rules import document_of, faults
from pricing.domain.version import Version, effective_from, key_of
from pricing.find_versions import latest_number, neighbours
from pricing.store_version import store_version
from pricing.tables import SiteTable


def create_tariff(given: Any, assigned_to: Any, now: datetime) -> Version:
    """The version as stored: in effect from now on, or from its `start_date_time` if later.

    Problem 422 with every fault, 409 if somebody else created a version at the same time.
    """
    wrong = [*faults(given, assigned_to, now), *_currency_faults(given, assigned_to)]
    if wrong:
        raise invalid(wrong)
    version = _version(document_of(given, now), assigned_to, now)
    before, after = neighbours(version)
    if not store_version(version, before, after):
        raise Problem(409, "Conflict", f"Tariff {version.tariff_id!r} is being changed by others.")
    return version


def _version(document: dict[str, Any], assigned_to: list[Any], now: datetime) -> Version:
    start = document.get("start_date_time")
    since = effective_from(from_text(start) if start else None, now)
    number = latest_number(key_of(document["id"])) + 1
    return Version(document, tuple(map(target_of, assigned_to)), number, since, now)


def _currency_faults(given: Any, assigned_to: Any) -> Iterator[Fault]:
    """A site that no station has told of yet is believed: rating looks at the currency again."""
    currency = given.get("currency") if isinstance(given, dict) else None
    for index, target in good_targets(assigned_to):
        known = next(iter(SiteTable.by_site.query(target.site, limit=1)), None)
        if known is not None and known.currency != currency:
            yield f"assigned_to.{index}", f"{target.site} is billed in {known.currency}"
