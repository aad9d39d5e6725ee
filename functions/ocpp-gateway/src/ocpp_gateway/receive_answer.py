"""A station answers one of our CALLs: the call ends and the next one goes out."""

from datetime import datetime

from corridor_aws.observability import logger
from corridor_kernel.ocpp.calls import CallState
from corridor_kernel.ocpp.frames import CallError, CallResult
from ocpp_gateway import wire
from ocpp_gateway.call_items import find_call
from ocpp_gateway.finish_call import finish_call
from ocpp_gateway.pump_calls import pump_calls


def receive_answer(station_id: str, frame: CallResult | CallError, now: datetime) -> None:
    """End the call that `frame` answers; an answer to a call that is not out is dropped.

    So are late answers, and answers to what we never sent (R-RPC-7).
    """
    call = find_call(station_id, frame.message_id)
    if (
        call is None
        or call.state != CallState.SENT
        or not finish_call(call, wire.ending(call, frame), now)
    ):
        logger("ocpp-gateway").debug("answer dropped", station_id=station_id)
        return
    pump_calls(station_id, now)
