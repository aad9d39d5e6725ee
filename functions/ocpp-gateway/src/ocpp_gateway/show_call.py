"""A CALL of ours as operators see it: asked, sent, finished."""

from typing import Any

from corridor_kernel.problems import not_found
from corridor_kernel.times import to_text
from ocpp_gateway import wire
from ocpp_gateway.call_items import find_call
from ocpp_gateway.domain.ocpp16.saying import Asked, CannotSay
from ocpp_gateway.tables import CallTable


def show_call(station_id: str, call_id: str) -> dict[str, Any]:
    """The call with its outcome as far as it has one; Problem 404.

    `violation` is what a response breaks that came and was kept all the same.
    """
    call = find_call(station_id, call_id)
    if call is None:
        raise not_found("call", call_id)
    return {
        "call_id": call.call_id,
        "action": call.action,
        "payload": call.payload,
        "state": call.state,
        "outcome": call.outcome,
        "response": call.response,
        "native": _native(call),
        "violation": call.violation,
        "error_code": call.error_code,
        "error_description": call.error_description,
        "requested_at": call.requested_at and to_text(call.requested_at),
        "finished_at": call.finished_at and to_text(call.finished_at),
    }


def _native(call: CallTable) -> dict[str, Any] | None:
    """What went out, and what came back, to a station of another version; None if it is ours."""
    if not wire.is_translated(call):
        return None
    asked = _said(call)
    return asked and asked | {"response": call.native_response}


def _said(call: CallTable) -> dict[str, Any] | None:
    """The frame's words; None for a CALL that has none."""
    try:
        said = wire.said(call, call.payload)
    except CannotSay:
        return None
    if not isinstance(said, Asked):
        return None
    return {"action": said.action, "payload": said.payload}
