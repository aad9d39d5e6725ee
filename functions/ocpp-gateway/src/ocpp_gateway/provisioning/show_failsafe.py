"""The fail-safe limits of a station as operators see them."""

from typing import Any

from corridor_kernel.problems import not_found
from ocpp_gateway.call_items import find_station


def show_failsafe(station_id: str) -> dict[str, Any]:
    """`{station_id, station_w, evse_w, open_run}`, limits in W or null; Problem 404."""
    station = find_station(station_id)
    if station is None:
        raise not_found("station", station_id)
    limits = station.failsafe or {}
    return {
        "station_id": station_id,
        "station_w": limits.get("station_w"),
        "evse_w": limits.get("evse_w"),
        "open_run": station.provisioning,
    }
