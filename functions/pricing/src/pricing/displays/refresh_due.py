"""Once a minute: the stations where a tariff has come into effect since, or has ended."""

from datetime import datetime

from pricing.displays.queue import refresh_soon
from pricing.displays.refresh_display import DUE
from pricing.tables import PriceDisplayTable


def refresh_due(now: datetime) -> None:
    """A station is due until it was looked at; to ask for it twice costs a look."""
    due = PriceDisplayTable.by_due.query(DUE, PriceDisplayTable.due_at <= now)
    refresh_soon(item.station_id for item in due)
