"""Bring a tariff, or a new version of it, into effect."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from corridor_kernel.problems import Problem, invalid
from corridor_kernel.times import from_text
from pricing.domain.tariff_rules import MAX_SITES, Fault, document_of, faults
from pricing.domain.version import Version, effective_from, key_of
from pricing.find_versions import latest_number, neighbours
from pricing.store_version import store_version
from pricing.tables import SiteTable


def create_tariff(given: Any, sites: Any, now: datetime) -> Version:
    """The version as stored: in effect from now on, or from its `start_date_time` if later.

    Problem 422 with every fault, 409 if somebody else created a version at the same time.
    """
    wrong = [*faults(given, sites, now), *_currency_faults(given, sites)]
    if wrong:
        raise invalid(wrong)
    version = _version(document_of(given, now), sites, now)
    before, after = neighbours(version)
    if not store_version(version, before, after):
        raise Problem(409, "Conflict", f"Tariff {version.tariff_id!r} is being changed by others.")
    return version


def _version(document: dict[str, Any], sites: list[str], now: datetime) -> Version:
    start = document.get("start_date_time")
    since = effective_from(from_text(start) if start else None, now)
    number = latest_number(key_of(document["id"])) + 1
    return Version(document, tuple(sites), number, since, now)


def _currency_faults(given: Any, sites: Any) -> Iterator[Fault]:
    """A site that no station has told of yet is believed: rating looks at the currency again."""
    currency = given.get("currency") if isinstance(given, dict) else None
    countable = isinstance(sites, list) and len(sites) <= MAX_SITES
    for index, site in enumerate(sites if countable else ()):
        if isinstance(site, str) and site:
            known = next(iter(SiteTable.by_site.query(site, limit=1)), None)
            if known is not None and known.currency != currency:
                yield f"sites.{index}", f"{site} is billed in {known.currency}"
