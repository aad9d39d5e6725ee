"""PriceDisplayChanged: from now on the station has other prices to show."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ocpp_gateway.domain.price_display import wanting
from ocpp_gateway.prices.show_prices import change_display, show_prices


def want_prices(wanted: Mapping[str, Any], now: datetime) -> None:
    """`wanted` is the event's data; told twice, or after a later one, it changes nothing."""
    station_id = wanted["station_id"]
    change_display(station_id, lambda display: wanting(display, wanted), now)
    show_prices(station_id, now)
