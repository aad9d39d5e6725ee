"""An operator's own wishes for one station: they come before its model's."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from corridor_kernel.problems import invalid, not_found
from ocpp_gateway.call_items import find_station
from ocpp_gateway.domain.desired_variables import parts_of
from ocpp_gateway.domain.variables import is_secret, variable_key
from ocpp_gateway.provisioning.desired import KIND
from ocpp_gateway.provisioning.show_desired import show_desired
from ocpp_gateway.records import all_records, delete_record, put_records
from ocpp_gateway.tables import StationTable

_MAX_VALUE = 1000


def put_desired(station_id: str, variables: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Value by key from now on, and no others; as `show_desired`. Problem 404 or 422.

    The station is in doubt before and after: a run that goes on meanwhile is followed by another.
    """
    station = find_station(station_id)
    if station is None:
        raise not_found("station", station_id)
    faults = list(_faults(variables))
    if faults:
        raise invalid(faults)
    for key in all_records(station_id, KIND).keys() - variables.keys():
        delete_record(station_id, KIND, key)
    contents = {key: {"value": value} for key, value in variables.items()}
    put_records(station_id, KIND, contents, now)
    station.update([StationTable.provisioned_for.remove()])
    return show_desired(station_id, now)


def _faults(variables: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key, value in variables.items():
        try:
            parts = parts_of(key)
        except ValueError:
            yield f"variables.{key}", "must be Component/Variable, as records name them"
            continue
        if variable_key(**parts) != key:
            yield f"variables.{key}", "must be written as records name it"
        elif is_secret(parts["variable"]):
            yield f"variables.{key}", "is a secret: passwords are rotated"
        elif not 1 <= len(value) <= _MAX_VALUE:
            yield f"variables.{key}", f"must have 1 to {_MAX_VALUE} characters"
