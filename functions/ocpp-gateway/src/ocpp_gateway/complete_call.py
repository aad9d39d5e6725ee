"""A CALL has ended: the workflow that waits for it goes on, and so does the station's queue.

Runs on the call table's stream, so it happens for every call that ended, crash or no crash.
"""

from datetime import datetime

from corridor_aws import workflows
from corridor_kernel.ocpp.calls import Outcome
from ocpp_gateway.domain.calls import TASK_ERRORS
from ocpp_gateway.pump_calls import pump_calls
from ocpp_gateway.tables import CallTable


def complete_call(call: CallTable, now: datetime) -> None:
    """Complete the task token of a finished call, if it has one, and pump the next call."""
    if call.task_token:
        _complete_task(call.task_token, call)
    pump_calls(call.station_id, now)


def _complete_task(task_token: str, call: CallTable) -> None:
    outcome = Outcome(call.outcome)
    if outcome is Outcome.RESULT:
        output = {"call_id": call.call_id, "outcome": outcome, "response": call.response}
        workflows.complete(task_token, output)
        return
    cause = ": ".join(filter(None, (call.action, call.error_code, call.error_description)))
    workflows.fail(task_token, TASK_ERRORS[outcome], cause)
