"""A CALL of ours as operators see it: asked, sent, finished."""

from typing import Any

from corridor_kernel.problems import not_found
from corridor_kernel.times import to_text
from ocpp_gateway.call_items import find_call


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
        "violation": call.violation,
        "error_code": call.error_code,
        "error_description": call.error_description,
        "requested_at": call.requested_at and to_text(call.requested_at),
        "finished_at": call.finished_at and to_text(call.finished_at),
    }
