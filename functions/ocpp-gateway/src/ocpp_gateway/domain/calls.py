"""A CALL of ours: what is asked, the states it goes through, and how it ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from corridor_kernel.ocpp.calls import Outcome
from corridor_kernel.ocpp.frames import MAX_ID_LENGTH, Payload

# The error names that a state machine catches, for each outcome that fails its task.
TASK_ERRORS = {
    Outcome.ERROR: "CallError",
    Outcome.TIMEOUT: "CallTimeout",
    Outcome.OFFLINE: "StationOffline",
    Outcome.DISCONNECTED: "StationDisconnected",
    Outcome.INVALID: "CallInvalid",
}


@dataclass(frozen=True, slots=True)
class CallRequest:
    """One CALL that a service asks for; `timeout_s` counts its wait, and again its answer's."""

    station_id: str
    call_id: str
    action: str
    payload: Payload
    timeout_s: int
    task_token: str | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """How a call ended; `text` says why it is no Result, `violation` what its response breaks.

    `native_response` is what the station said, where that is not in the words of the CALL.
    """

    outcome: Outcome
    text: str = ""
    response: Payload | None = None
    error_code: str | None = None
    violation: str | None = None
    native_response: Payload | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """A CALL of ours that got its CALLRESULT: what we asked, and what the station answered."""

    station_id: str
    call_id: str
    action: str
    protocol: str
    payload: Payload
    response: Payload
    finished_at: datetime


@dataclass(frozen=True, slots=True)
class Failed:
    """A CALL of ours that ended without a CALLRESULT; `why` begins with its outcome."""

    station_id: str
    payload: Payload
    why: str
    failed_at: datetime


def to_request(message: Mapping[str, Any]) -> CallRequest:
    """The request in a message of the queue; KeyError or ValueError if it is none."""
    request = CallRequest(
        station_id=message["station_id"],
        call_id=message["call_id"],
        action=message["action"],
        payload=message["payload"],
        timeout_s=int(message["timeout_s"]),
        task_token=message.get("task_token"),
    )
    texts = (request.station_id, request.call_id, request.action)
    if not all(isinstance(text, str) and text for text in texts):
        raise ValueError("station_id, call_id and action must be texts")
    if len(request.call_id) > MAX_ID_LENGTH:
        raise ValueError(f"a call_id has at most {MAX_ID_LENGTH} characters (R-RPC-5)")
    if not isinstance(request.payload, dict):
        raise ValueError("payload must be an object")
    return request
