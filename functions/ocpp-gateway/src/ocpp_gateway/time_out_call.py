"""A deadline has come: the call that is still out ends, and the next one goes out."""

from datetime import datetime

from corridor_kernel.ocpp.calls import CallState, Outcome
from ocpp_gateway.call_items import find_call
from ocpp_gateway.domain.calls import Ending
from ocpp_gateway.finish_call import finish_call
from ocpp_gateway.pump_calls import pump_calls


def time_out_call(station_id: str, call_id: str, attempt: str, now: datetime) -> None:
    """End the call if this very sending of it still waits for its answer (R-RPC-7)."""
    call = find_call(station_id, call_id)
    if call is None or call.state != CallState.SENT or call.attempt != attempt:
        return
    finish_call(call, Ending(Outcome.TIMEOUT, f"No answer within {call.timeout_s} s."), now)
    pump_calls(station_id, now)
