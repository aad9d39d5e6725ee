"""Desired variables: how they are named, compared with what is reported, and cut into messages."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import orjson

from corridor_kernel.ocpp.provisioning import DesiredState

Json = Mapping[str, Any]

_MISSING = ("UnknownComponent", "UnknownVariable", "NotSupportedAttributeType")
_KEY = re.compile(
    r"(?P<component>[^/\[\]@]{1,50})(?:\[(?P<of>[^\[\]]{1,50})\])?"
    r"(?:@(?P<evse>\d{1,9})(?:\.(?P<connector>\d{1,9}))?)?"
    r"/(?P<variable>[^/\[\]@]{1,50})(?:\[(?P<instance>[^\[\]]{1,50})\])?"
)


# What a frame has around its items at most, in bytes: message id, action, the name of the list.
_AROUND: Final = 100


def parts_of(key: str) -> dict[str, Any]:
    """`{component, variable}` in OCPP's words of a key such as `TxCtrlr/TxStartPoint`.

    ValueError if it is none.
    """
    found = _KEY.fullmatch(key)
    if found is None:
        raise ValueError(f"{key!r} names no variable")
    component: dict[str, Any] = {"name": found["component"]}
    variable: dict[str, Any] = {"name": found["variable"]}
    if found["of"]:
        component["instance"] = found["of"]
    if found["evse"]:
        component["evse"] = {"id": int(found["evse"])}
    if found["connector"]:
        component["evse"]["connectorId"] = int(found["connector"])
    if found["instance"]:
        variable["instance"] = found["instance"]
    return {"component": component, "variable": variable}


def same_value(one: str, other: str) -> bool:
    """Whether two texts are one value: numbers by value, lists in any order, case aside."""
    return bool(_meaning(one) == _meaning(other))


def _meaning(value: str) -> Any:
    members = sorted(part.strip().casefold() for part in value.split(","))
    if len(members) > 1:
        return members
    try:
        return float(members[0])
    except ValueError:
        return members[0]


def state_of(
    desired: str, reported: Json | None, setting: Json | None, *, booted_at: str, complete: bool
) -> DesiredState:
    """How a desired value stands at its station.

    `reported` and `setting` are records: what was told of the variable, and how its last setting
    ended; `complete`: the station told all its variables.
    """
    setting = setting or {}
    status = setting.get("status") if setting.get("value") == desired else None
    faults = (reported or {}).get("faults", {}).get("Actual", {})
    if {setting.get("status"), faults.get("status")} & set(_MISSING):
        return DesiredState.NOT_SUPPORTED
    if status == DesiredState.REBOOT_REQUIRED and booted_at <= setting["at"]:
        return DesiredState.REBOOT_REQUIRED
    actual = _actual(reported)
    if actual.get("value") is not None and same_value(actual["value"], desired):
        return DesiredState.IN_SYNC
    if status == DesiredState.REJECTED or actual.get("mutability") == "ReadOnly":
        return DesiredState.REJECTED
    if reported is None:
        return DesiredState.NOT_SUPPORTED if complete else DesiredState.UNKNOWN
    return DesiredState.PENDING


def _actual(reported: Json | None) -> Json:
    attributes = (reported or {}).get("attributes", ())
    return next((one for one in attributes if one.get("type", "Actual") == "Actual"), {})


def first_chunk(
    keys: Sequence[str], item_of: Callable[[str], Json], items: int, size: int
) -> tuple[str, ...]:
    """The keys that go into one message of at most `items` and `size` bytes; never none."""
    chosen: list[str] = []
    used = _AROUND
    for key in keys[: max(items, 1)]:
        used += len(orjson.dumps(item_of(key))) + 1
        if chosen and used > size:
            break
        chosen.append(key)
    return tuple(chosen)
