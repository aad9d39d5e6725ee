"""The prices that a station has to show: the ad-hoc tariffs in effect at an instant."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pricing.domain.price_book import priced
from pricing.domain.price_display import Place, Price, shown
from pricing.domain.price_text import price_text
from pricing.domain.site_languages import languages_at
from pricing.domain.targets import ANYBODY, Spot, covering
from pricing.find_tariff import NoTariff, find_tariff
from pricing.schedules import read_schedules
from pricing.tables import SiteTable

_TOGETHER = 100


@dataclass(frozen=True, slots=True)
class Outlook:
    """`prices` as the event has them; at `changes_at` another tariff takes effect, or one ends."""

    currency: str
    prices: list[dict[str, Any]]
    changes_at: datetime | None


def look_up(station: SiteTable, now: datetime) -> Outlook:
    """Two round trips a connector, and one to see what comes."""
    spots = {place: _spot(station, place) for place in _places(station)}
    prices = {place: _price(spot, station, now) for place, spot in spots.items()}
    return Outlook(station.currency, shown(prices), _next_change(spots.values(), now))


def _places(station: SiteTable) -> Iterator[Place]:
    for evse in station.evses:
        for connector in evse["connectors"]:
            yield evse["id"], connector["id"]


def _spot(station: SiteTable, place: Place) -> Spot:
    return Spot(station.site_id, station.station_id, *place)


def _price(spot: Spot, station: SiteTable, now: datetime) -> Price | None:
    try:
        version = find_tariff(spot, ANYBODY, station.currency, now, ad_hoc=True)
    except NoTariff:
        return None
    tariff = priced(version.document, version.price_book)
    texts = (price_text(tariff, language) for language in languages_at(station.country))
    return Price(version.tariff_id, tuple(texts))


def _next_change(spots: Iterable[Spot], now: datetime) -> datetime | None:
    """Of any tariff there: one that changes nothing costs a look."""
    targets = list(dict.fromkeys(target for spot in spots for target in covering(spot, ANYBODY)))
    changes = (
        instant
        for first in range(0, len(targets), _TOGETHER)
        for entries in read_schedules(targets[first : first + _TOGETHER])
        for entry in entries
        for instant in (entry.since, entry.end)
        if instant is not None and instant > now
    )
    return min(changes, default=None)
