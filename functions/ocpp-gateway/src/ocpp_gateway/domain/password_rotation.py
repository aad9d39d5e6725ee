"""A new password for a station, made only when the CALL that brings it goes out (R-RPC-14)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from corridor_kernel.ocpp.calls import Outcome
from corridor_kernel.ocpp.frames import Payload
from corridor_kernel.ocpp.protocols import Protocol

# Stands for the password wherever the CALL is stored; it is no passwordString itself.
GENERATED = "{{generated}}"

_COMPONENT, _VARIABLE, _KEY = "SecurityCtrlr", "BasicAuthPassword", "AuthorizationKey"


class Verdict(StrEnum):
    """Which password the station has now, as far as the end of the CALL tells."""

    NEW = "New"
    OLD = "Old"
    AFTER_REBOOT = "AfterReboot"
    UNKNOWN = "Unknown"


_VERDICTS = {
    "Accepted": Verdict.NEW,
    "RebootRequired": Verdict.AFTER_REBOOT,
}


def rotation(protocol: str) -> tuple[str, Payload]:
    """Action and payload of the CALL that gives a station a new password."""
    if protocol == Protocol.OCPP_1_6:
        return "ChangeConfiguration", {"key": _KEY, "value": GENERATED}
    datum = {"component": {"name": _COMPONENT}, "variable": {"name": _VARIABLE}}
    return "SetVariables", {"setVariableData": [datum | {"attributeValue": GENERATED}]}


def sets_password(action: str, payload: Payload) -> bool:
    """Whether the CALL is one that sets the password, by whatever value."""
    if action == "ChangeConfiguration":
        return str(payload.get("key", "")).casefold() == _KEY.casefold()
    return action == "SetVariables" and any(map(_is_password, payload["setVariableData"]))


def is_rotation(action: str, payload: Payload) -> bool:
    """Whether the CALL is the one that `rotation` makes, and nothing else."""
    return any((action, payload) == rotation(p) for p in Protocol)


def filled(payload: Payload, password: str) -> Payload:
    """The rotation's payload as it goes out."""
    if "key" in payload:
        return payload | {"value": password}
    return {"setVariableData": [payload["setVariableData"][0] | {"attributeValue": password}]}


def verdict(outcome: Outcome, response: Payload | None) -> Verdict:
    """What the end of a rotation's CALL says; a lost answer says nothing (R-RPC-14)."""
    if outcome is Outcome.ERROR:
        return Verdict.OLD
    if outcome is not Outcome.RESULT:
        return Verdict.UNKNOWN
    status = _status(response or {})
    return Verdict.UNKNOWN if status is None else _VERDICTS.get(status, Verdict.OLD)


def _status(response: Payload) -> str | None:
    match response:
        case {"setVariableResult": [{"attributeStatus": str(status)}, *_]} | {
            "status": str(status)
        }:
            return status
    return None


def _is_password(datum: Mapping[str, Any]) -> bool:
    names = datum["component"]["name"], datum["variable"]["name"]
    return tuple(name.casefold() for name in names) == (_COMPONENT.casefold(), _VARIABLE.casefold())
