"""What a station has to show drivers who pay without a contract, and the event that tells it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from corridor_kernel.events import Event
from corridor_kernel.times import to_text
from pricing.domain.price_text import PriceText


@dataclass(frozen=True, slots=True)
class Price:
    """A tariff's id, and its text in several languages, the site's own first."""

    tariff_id: str
    texts: tuple[PriceText, ...]


# EVSE and connector.
Place = tuple[int, int]


def shown(prices: Mapping[Place, Price | None]) -> list[dict[str, Any]]:
    """Each price once, with the EVSEs and connectors that it is of; where there is none, nothing.

    A price of the whole station names no places, one of a whole EVSE no connectors.
    """
    found = [price for price in dict.fromkeys(prices.values()) if price is not None]
    if len(set(prices.values())) == 1:
        return [_told(price) for price in found]
    return [_told(price) | {"places": _places(prices, price)} for price in found]


def price_display_changed(
    station_id: str,
    revision: int,
    currency: str,
    prices: Sequence[Mapping[str, Any]],
    now: datetime,
) -> Event:
    """`prices` as `shown` has them; `revision` counts what the station was told."""
    return Event(
        source="corridor.pricing",
        name="PriceDisplayChanged",
        id=f"PriceDisplayChanged/{station_id}/{revision}",
        time=now,
        data={
            "station_id": station_id,
            "revision": revision,
            "from": to_text(now),
            "currency": currency,
            "prices": list(prices),
        },
    )


def _told(price: Price) -> dict[str, Any]:
    return {"tariff_id": price.tariff_id, "texts": [asdict(text) for text in price.texts]}


def _places(prices: Mapping[Place, Price | None], price: Price) -> list[str]:
    places: dict[str, None] = {}
    for evse, connector in prices:
        of_evse = {known for (other, _), known in prices.items() if other == evse}
        if price in of_evse:
            whole = len(of_evse) == 1
            if whole or prices[evse, connector] == price:
                places[f"{evse}" if whole else f"{evse}.{connector}"] = None
    return list(places)
