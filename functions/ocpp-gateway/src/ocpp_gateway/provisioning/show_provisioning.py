"""What operators see of a station's provisioning: due, running, or how the last run ended."""

from typing import Any, Final

from corridor_kernel.problems import not_found
from ocpp_gateway.call_items import find_station
from ocpp_gateway.provisioning.note_progress import KIND, LAST
from ocpp_gateway.provisioning.start_provisioning import is_due
from ocpp_gateway.records import find_record

_NEVER: Final[dict[str, Any]] = {
    "run_id": None,
    "state": None,
    "phase": None,
    "started_at": None,
    "finished_at": None,
    "inventory": False,
    "failures": [],
}


def show_provisioning(station_id: str) -> dict[str, Any]:
    """The last run, and whether another is due at the next connect; Problem 404."""
    station = find_station(station_id)
    if station is None:
        raise not_found("station", station_id)
    last = find_record(station_id, KIND, LAST) or _NEVER
    return {"due": is_due(station), "open_run": station.provisioning, "last_run": dict(last)}
