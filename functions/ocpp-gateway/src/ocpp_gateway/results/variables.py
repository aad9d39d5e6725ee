"""GetVariables and SetVariables: what the station told of each attribute (R-BOOT-6)."""

from collections.abc import Mapping
from typing import Any

from corridor_kernel.times import to_text
from ocpp_gateway.change_record import change_record
from ocpp_gateway.domain.calls import Finished
from ocpp_gateway.domain.variables import (
    ACTUAL,
    is_secret,
    variable_key,
    with_fault,
    with_value,
)
from ocpp_gateway.records import put_records

ACCEPTED = "Accepted"
Json = Mapping[str, Any]


def keep_got(finished: Finished) -> None:
    """Values as the station has them, or why it does not tell them."""
    for told in finished.response["getVariableResult"]:
        if told["attributeStatus"] == ACCEPTED:
            _tell(finished, told, told.get("attributeValue", ""))
        else:
            _tell_fault(finished, told)


def keep_set(finished: Finished) -> None:
    """Values that the station took are its values; how each setting ended is a record of its own.

    RebootRequired leaves the value as it was: the setting says what it will be.
    """
    wanted = {_key(item): item for item in finished.payload["setVariableData"]}
    told = {_key(item): item for item in finished.response["setVariableResult"]}
    for key, result in told.items():
        if result["attributeStatus"] == ACCEPTED and key in wanted:
            _tell(finished, result, wanted[key]["attributeValue"])
    settings = {key: _setting(finished, wanted.get(key), result) for key, result in told.items()}
    put_records(finished.station_id, "setting", settings, finished.finished_at)


def _tell(finished: Finished, told: Json, value: str) -> None:
    at = to_text(finished.finished_at)
    change_record(
        finished.station_id,
        "variable",
        variable_key(told["component"], told["variable"]),
        lambda before: with_value(before, told, value, at),
        finished.finished_at,
    )


def _tell_fault(finished: Finished, told: Json) -> None:
    at = to_text(finished.finished_at)
    change_record(
        finished.station_id,
        "variable",
        variable_key(told["component"], told["variable"]),
        lambda before: with_fault(before, told, at),
        finished.finished_at,
    )


def _setting(finished: Finished, wanted: Json | None, result: Json) -> Json:
    hidden = wanted is None or is_secret(result["variable"])
    setting = {
        "component": result["component"],
        "variable": result["variable"],
        "type": result.get("attributeType", ACTUAL),
        "value": None if hidden or wanted is None else wanted["attributeValue"],
        "status": result["attributeStatus"],
        "reason": result.get("attributeStatusInfo", {}).get("reasonCode"),
        "call_id": finished.call_id,
        "at": to_text(finished.finished_at),
    }
    return {name: value for name, value in setting.items() if value is not None}


def _key(item: Json) -> str:
    """The variable's key, and the attribute if it is not the actual value."""
    key, type = variable_key(item["component"], item["variable"]), item.get("attributeType", ACTUAL)
    return key if type == ACTUAL else f"{key}:{type}"
