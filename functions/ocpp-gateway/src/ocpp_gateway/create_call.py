"""An operator asks for any CALL that may be sent to a station."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from corridor_aws.station_calls import DEFAULT_TIMEOUT_S, send_call
from corridor_kernel.ocpp.frames import Payload
from corridor_kernel.problems import invalid, not_found
from ocpp_gateway.call_items import find_station, new_call, protocol_of
from ocpp_gateway.check_call import check_call
from ocpp_gateway.domain.calls import CallRequest
from ocpp_gateway.enqueue_call import record_call


def create_call(station_id: str, action: str, payload: Payload, now: datetime) -> dict[str, Any]:
    """`{call_id, station_id, action, state}`; Problem 404, or 422 for what must not be sent.

    Queued first and recorded second: whatever happens between, the queue will record it.
    """
    station = find_station(station_id)
    if station is None:
        raise not_found("station", station_id)
    request = CallRequest(station_id, str(uuid4()), action, payload, DEFAULT_TIMEOUT_S)
    fault = check_call(request, station, now)
    if fault:
        raise invalid([("call", fault)])
    sequence = send_call(station_id, request.call_id, action, payload)
    call = new_call(request, protocol_of(station), sequence, now)
    record_call(call)
    return {
        "call_id": call.call_id,
        "station_id": station_id,
        "action": action,
        "state": call.state,
    }
