"""Desired and reported variables side by side."""

from datetime import datetime
from typing import Any

from corridor_kernel.ocpp.provisioning import Source
from corridor_kernel.problems import not_found
from ocpp_gateway.call_items import find_station
from ocpp_gateway.domain.variables import value_of
from ocpp_gateway.provisioning.desired import KIND, desired_values, states
from ocpp_gateway.provisioning.note_progress import KIND as PROVISIONING
from ocpp_gateway.provisioning.note_progress import LAST
from ocpp_gateway.provisioning.run import Run
from ocpp_gateway.records import find_record


def show_desired(station_id: str, now: datetime) -> dict[str, Any]:
    """`{variables: [{key, value, source, reported, state}]}` by key; Problem 404."""
    station = find_station(station_id)
    if station is None:
        raise not_found("station", station_id)
    run = Run("", station, now)
    last = find_record(station_id, PROVISIONING, LAST) or {}
    found = states(run, complete=bool(last.get("inventory")))
    values, own, told = desired_values(run), run.records(KIND), run.records("variable")
    variables = [
        {
            "key": key,
            "value": values[key],
            "source": Source.OPERATOR if key in own else Source.MODEL,
            "reported": value_of(told.get(key)),
            "state": state,
        }
        for key, state in sorted(found.items())
    ]
    return {"station_id": station_id, "variables": variables}
