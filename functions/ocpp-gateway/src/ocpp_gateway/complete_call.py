"""A CALL has ended: its result is kept, who waits for it goes on, and so does the queue.

Runs on the call table's stream, so it happens for every call that ended, crash or no crash.
"""

from datetime import datetime

from corridor_aws import workflows
from corridor_aws.observability import logger
from corridor_aws.streams import is_trouble
from corridor_kernel.ocpp.calls import Outcome
from ocpp_gateway import wire
from ocpp_gateway.advance_upgrade import after_call
from ocpp_gateway.domain.calls import TASK_ERRORS, Failed, Finished
from ocpp_gateway.ocpp16 import remote_starts
from ocpp_gateway.ocpp16.results import report_inventory
from ocpp_gateway.outbound_routes import OUTBOUND, Outbound
from ocpp_gateway.prices.show_prices import after_price_call
from ocpp_gateway.pump_calls import pump_calls
from ocpp_gateway.settle_password import settle_after_call
from ocpp_gateway.tables import CallTable


def complete_call(call: CallTable, now: datetime) -> None:
    """Keep what a finished call brought, complete its task token, and pump the next call.

    Trouble of AWS comes first and brings all of it again. A result that can never be kept is
    raised last, to be parked: whoever waits is not held up by it. One that breaks its schema may
    hold nothing that can be kept.
    """
    poison = _poison_in_keeping(call)
    if call.task_token:
        _complete_task(call.task_token, call)
    pump_calls(call.station_id, now)
    if poison:
        raise poison


def _poison_in_keeping(call: CallTable) -> Exception | None:
    try:
        _keep_result(call)
    except Exception as error:
        if is_trouble(error):
            raise
        if not call.violation:
            return error
        # The station's fault, not ours: the call keeps its answer and what that breaks.
        extra = {"station_id": call.station_id, "call_id": call.call_id}
        logger("ocpp-gateway").warning("broken answer not kept", extra=extra, exc_info=error)
    return None


def _keep_result(call: CallTable) -> None:
    settle_after_call(call)
    after_call(call)
    if wire.is_translated(call):
        remote_starts.forget_refused(call)
    if call.outcome == Outcome.RESULT:
        _keep_told(call)
    else:
        _keep_failure(call)
    after_price_call(call)


def _keep_told(call: CallTable) -> None:
    route = _route(call)
    if route is not None and route.keep is not None:
        route.keep(_finished(call))
    if wire.is_translated(call):
        report_inventory(call)


def _keep_failure(call: CallTable) -> None:
    route = _route(call)
    if route is not None and route.keep_failure is not None:
        why = _text_of(call.outcome, call.error_code, call.error_description)
        route.keep_failure(Failed(call.station_id, call.payload, why, call.finished_at))


def _route(call: CallTable) -> Outbound | None:
    return OUTBOUND.get(wire.words_of(call), {}).get(call.action or "")


def _text_of(*parts: str | None) -> str:
    return ": ".join(filter(None, parts))


def _finished(call: CallTable) -> Finished:
    return Finished(
        station_id=call.station_id,
        call_id=call.call_id,
        action=call.action,
        protocol=call.protocol,
        payload=call.payload,
        response=call.response,
        finished_at=call.finished_at,
    )


def _complete_task(task_token: str, call: CallTable) -> None:
    outcome = Outcome(call.outcome)
    if outcome is Outcome.RESULT:
        output = {"call_id": call.call_id, "outcome": outcome, "response": call.response}
        workflows.complete(task_token, output)
        return
    cause = _text_of(call.action, call.error_code, call.error_description)
    workflows.fail(task_token, TASK_ERRORS[outcome], cause)
