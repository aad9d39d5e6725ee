"""What the end of a CALL means for the price that it was to show."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from corridor_kernel.ocpp.calls import Outcome


class Verdict(StrEnum):
    """LOST: nobody knows whether the station took it."""

    TAKEN = "Taken"
    REFUSED = "Refused"
    LOST = "Lost"


_REFUSALS = (Outcome.ERROR, Outcome.INVALID)
_TAKEN = ("Accepted", "RebootRequired")


def verdict(
    outcome: str, action: str, response: Mapping[str, Any] | None, error: str
) -> tuple[Verdict, str]:
    """And why, in the station's words; `error` is why there is no result."""
    if outcome in _REFUSALS:
        return Verdict.REFUSED, error or outcome
    if outcome != Outcome.RESULT:
        return Verdict.LOST, outcome
    status = _status(action, response or {})
    return (Verdict.TAKEN, "") if status in _TAKEN else (Verdict.REFUSED, status)


def _status(action: str, response: Mapping[str, Any]) -> str:
    """A result that breaks its schema is a result all the same: it may lack what it should have."""
    match action, response:
        case "SetVariables", {"setVariableResult": [{"attributeStatus": str(status)}, *_]}:
            return status
        case "GetVariables", _:
            return "Accepted"
        case _, {"status": str(status)}:
            return status
    return "Invalid"
