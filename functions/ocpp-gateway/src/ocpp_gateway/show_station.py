"""A station as operators see it: what was registered, and what it said last."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from corridor_kernel.problems import not_found
from corridor_kernel.times import to_text
from ocpp_gateway.call_items import protocol_of
from ocpp_gateway.tables import StationTable

_BOOT = ("reason", "vendor_name", "model", "serial_number", "firmware_version")


def show_station(station_id: str) -> dict[str, Any]:
    """The station with its connectors; Problem 404."""
    items = list(StationTable.query(station_id, consistent_read=True))
    station = next((item for item in items if item.item == "station"), None)
    if station is None:
        raise not_found("station", station_id)
    return summary(station) | {"connectors": _connectors(items)}


def summary(station: StationTable) -> dict[str, Any]:
    """What a list shows of a station; never its password."""
    return {
        "id": station.station_id,
        "site": station.site,
        "evses": station.evses,
        "protocol": protocol_of(station),
        "registration": station.registration,
        "security_profile": int(station.security_profile or 1),
        "online": station.connection_id is not None,
        "connected_at": _text(station.connected_at),
        "last_seen": _text(station.last_seen),
        "boot": _boot(station),
    }


def _boot(station: StationTable) -> dict[str, Any] | None:
    if not station.boot_status:
        return None
    said = {name: getattr(station, name) for name in _BOOT}
    return said | {"booted_at": _text(station.booted_at), "status": station.boot_status}


def _connectors(items: Iterable[StationTable]) -> list[dict[str, Any]]:
    connectors = []
    for item in items:
        kind, _, place = item.item.partition("#")
        if kind == "connector":
            evse_id, _, connector_id = place.partition("#")
            connectors.append(
                {
                    "evse_id": int(evse_id),
                    "connector_id": int(connector_id),
                    "status": item.status,
                    "timestamp": _text(item.timestamp),
                }
            )
    return sorted(connectors, key=lambda connector: tuple(connector.values())[:2])


def _text(instant: datetime | None) -> str | None:
    return None if instant is None else to_text(instant)
