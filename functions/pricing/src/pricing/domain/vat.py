"""Standard VAT rates as dated data: `vat_rates.json`, per country percents and their first days.

A rate of the past stays in the file: a tariff says which rate applies, and when it was made. A
reduced rate is not here; whoever is due one writes it into the tariff.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from corridor_kernel.ocpi.text import loads

_History = tuple[tuple[date, Decimal], ...]


class NoVatRate(ValueError):
    """A country, or a time, whose VAT nobody has entered."""


def vat_rate(country: str, day: date) -> Decimal:
    """The standard rate in percent in an ISO 3166 alpha-2 country; raises NoVatRate."""
    known = _histories().get(country.upper())
    if known is None:
        raise NoVatRate(f"no VAT rate is known for the country {country!r}")
    rates = [rate for since, rate in known if since <= day]
    if not rates:
        raise NoVatRate(f"no VAT rate is known for {country} before {known[0][0]}")
    return rates[-1]


def next_change(country: str, day: date) -> date | None:
    """The first later day with another rate, as far as we know; None if there is none."""
    known = _histories().get(country.upper(), ())
    return next((since for since, _ in known if since > day), None)


def day_in(country: str, instant: datetime) -> date:
    """The day by the clock of the country's capital: its rates change at midnight there."""
    zone = _zones().get(country.upper())
    return instant.astimezone(ZoneInfo(zone) if zone else UTC).date()


@cache
def _zones() -> dict[str, str]:
    return loads((files(__package__) / "capital_zones.json").read_text())


@cache
def _histories() -> dict[str, _History]:
    text = (files(__package__) / "vat_rates.json").read_text()
    return {
        country: tuple((date.fromisoformat(since), Decimal(rate)) for since, rate in history)
        for country, history in loads(text).items()
    }
