"""Bring a price book, or a new version of it, into effect: prices with VAT for ad-hoc drivers."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from corridor_kernel.ocpi.enums import TariffType
from corridor_kernel.problems import invalid
from corridor_kernel.times import from_text, to_text
from pricing.create_tariff import create_tariff
from pricing.domain.price_book import elements_of
from pricing.domain.price_book_rules import book_of, faults
from pricing.domain.target_rules import Fault, good_targets
from pricing.domain.targets import EVERYWHERE
from pricing.domain.vat import day_in, vat_rate
from pricing.domain.version import Version, effective_from
from pricing.review_tariff import review_tariff
from pricing.tables import SiteTable


def create_price_book(
    given: Mapping[str, Any],
    country: str,
    tariff: Mapping[str, Any],
    assigned_to: Any,
    now: datetime,
) -> Version:
    """The version as stored; its OCPI tariff is derived from the book with the country's VAT.

    `tariff` has the members of the OCPI tariff besides its elements. Problem 422 with every fault,
    409 if somebody else created a version at the same time.
    """
    day = _first_day(country, tariff, now)
    wrong = [
        *faults(given, country, day, _last_day(country, tariff)),
        *_abroad(country, assigned_to),
    ]
    members = {**tariff, **_dates(tariff), "type": TariffType.AD_HOC_PAYMENT}
    if wrong:
        free = {"elements": elements_of({"price_per_kwh": 0}, Decimal(0))}
        raise invalid([*wrong, *review_tariff(members | free, assigned_to, now).faults])
    book = book_of(given)
    elements = elements_of(book, vat_rate(country, day))
    return create_tariff(members | {"elements": elements}, assigned_to, now, book)


def _dates(tariff: Mapping[str, Any]) -> dict[str, str]:
    """As OCPI writes them (T9)."""
    names = ("start_date_time", "end_date_time")
    return {name: to_text(from_text(tariff[name])) for name in names if tariff.get(name)}


def _first_day(country: str, tariff: Mapping[str, Any], now: datetime) -> date:
    start = tariff.get("start_date_time")
    return day_in(country, effective_from(from_text(start) if start else None, now))


def _last_day(country: str, tariff: Mapping[str, Any]) -> date | None:
    """That of the last millisecond: sessions that begin then have this book's VAT (P9)."""
    end = tariff.get("end_date_time")
    return day_in(country, from_text(end) - timedelta(milliseconds=1)) if end else None


def _abroad(country: str, assigned_to: Any) -> Iterator[Fault]:
    """A site that no station has told of yet is believed."""
    for index, target in good_targets(assigned_to):
        if target.site == EVERYWHERE:
            yield f"assigned_to.{index}", f"prices with the VAT of {country} are for named sites"
            continue
        known = next(iter(SiteTable.by_site.query(target.site, limit=1)), None)
        if known is not None and known.country != country:
            yield f"assigned_to.{index}", f"{target.site} is in {known.country}, not in {country}"
