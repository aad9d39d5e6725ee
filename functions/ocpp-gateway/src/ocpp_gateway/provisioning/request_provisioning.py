"""An operator wants a station provisioned now."""

from datetime import datetime
from typing import Any

from corridor_kernel.problems import Problem, not_found
from ocpp_gateway.call_items import find_station
from ocpp_gateway.provisioning.show_provisioning import show_provisioning
from ocpp_gateway.provisioning.start_provisioning import start_if_due


def request_provisioning(station_id: str, now: datetime) -> dict[str, Any]:
    """As `show_provisioning`, with the open run; a run that is open is the one that is meant.

    Problem 404; 409 if the station is not there or has not booted.
    """
    if find_station(station_id) is None:
        raise not_found("station", station_id)
    if start_if_due(station_id, now, requested=True) is None:
        raise Problem(409, "Conflict", "The station is not connected, not booted or Rejected.")
    return show_provisioning(station_id)
