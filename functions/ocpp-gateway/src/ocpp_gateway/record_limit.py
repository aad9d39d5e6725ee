"""Keep what limits charging besides us, and tell of each change: both or neither (R-SC-11)."""

from datetime import datetime

from ocpp_gateway.change_record import change_record
from ocpp_gateway.domain.charging_limits import limit_key
from ocpp_gateway.records import Content
from ocpp_gateway.station_events import charging_limit_changed


def record_limit(station_id: str, limit: Content, now: datetime) -> None:
    """The limit of its source and EVSE; the same limit again changes and tells nothing."""
    key = limit_key(limit["source"], limit["evse_id"])
    change_record(
        station_id,
        "charging-limit",
        key,
        lambda before: limit,
        now,
        lambda before, after: charging_limit_changed(station_id, key, after, now),
    )
