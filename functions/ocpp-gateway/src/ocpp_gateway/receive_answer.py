"""A station answers one of our CALLs: the call ends and the next one goes out."""

from datetime import datetime

from corridor_aws.observability import logger
from corridor_kernel.ocpp.calls import CallState, Outcome
from corridor_kernel.ocpp.error_codes import understood
from corridor_kernel.ocpp.frames import CallError, CallResult
from corridor_kernel.ocpp.schemas import find_violation
from ocpp_gateway.call_items import find_call
from ocpp_gateway.domain.calls import Ending
from ocpp_gateway.finish_call import finish_call
from ocpp_gateway.pump_calls import pump_calls
from ocpp_gateway.tables import CallTable


def receive_answer(station_id: str, frame: CallResult | CallError, now: datetime) -> None:
    """End the call that `frame` answers; an answer to a call that is not out is dropped.

    So are late answers, and answers to what we never sent (R-RPC-7).
    """
    call = find_call(station_id, frame.message_id)
    if (
        call is None
        or call.state != CallState.SENT
        or not finish_call(call, _ending(call, frame), now)
    ):
        logger("ocpp-gateway").debug("answer dropped", station_id=station_id)
        return
    pump_calls(station_id, now)


def _ending(call: CallTable, frame: CallResult | CallError) -> Ending:
    """A result that breaks its schema is a result all the same, with the breach noted."""
    if isinstance(frame, CallError):
        return Ending(Outcome.ERROR, frame.description, error_code=understood(frame.code))
    violation = find_violation(f"{call.action}Response", frame.payload, call.protocol)
    return Ending(
        Outcome.RESULT,
        response=frame.payload,
        violation=violation.description if violation else None,
    )
