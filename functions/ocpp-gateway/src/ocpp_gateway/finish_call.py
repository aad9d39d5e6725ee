"""End one of our CALLs: its item, the marker and the event CallFinished in one transaction.

The task token is not completed here: the call table's stream does that (`complete_call`), so
that no crash can come between a call that ended and the workflow that waits for it.
"""

from datetime import datetime, timedelta
from typing import Any

from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from corridor_aws.outbox import outbox_item
from corridor_kernel.events import Event
from corridor_kernel.ocpp.calls import CallState
from ocpp_gateway.call_items import marker_key
from ocpp_gateway.domain import record_kinds
from ocpp_gateway.domain.calls import Ending
from ocpp_gateway.race import won
from ocpp_gateway.tables import CallTable

KEPT_FOR = timedelta(days=90)
# Who was asked about is as personal as what was told of them.
_PERSONAL = {"CustomerInformation": record_kinds.KEPT_FOR["customer-information"]}


def finish_call(call: CallTable, ending: Ending, now: datetime) -> bool:
    """End a call that waits or is out; False if it changed since `call` was read.

    A call that was out gives its place free (R-RPC-6): while it is Sent, the marker is its own.
    The caller pumps the next one.
    """

    def write(items: TransactWrite) -> None:
        items.update(call, _actions(call, ending, now), CallTable.state == call.state)
        if call.state == CallState.SENT:
            items.delete(marker_key(call.station_id))
        items.save(outbox_item(_finished(call, ending, now)))

    return won(write)


def refuse_call(call: CallTable, ending: Ending, now: datetime) -> bool:
    """Record a new call that ended before it began; False if the call was recorded before."""
    for name, value in _attributes(call, ending, now).items():
        setattr(call, name, value)
    call.position = None

    def write(items: TransactWrite) -> None:
        items.save(call, CallTable.item.does_not_exist())
        items.save(outbox_item(_finished(call, ending, now)))

    return won(write)


def _actions(call: CallTable, ending: Ending, now: datetime) -> list[Action]:
    attributes = _attributes(call, ending, now).items()
    return [
        CallTable.position.remove(),
        *(getattr(CallTable, name).set(value) for name, value in attributes),
    ]


def _attributes(call: CallTable, ending: Ending, now: datetime) -> dict[str, Any]:
    attributes = {
        "state": CallState.FINISHED,
        "outcome": ending.outcome,
        "response": ending.response,
        "native_response": ending.native_response,
        "violation": ending.violation,
        "error_code": ending.error_code,
        "error_description": ending.text or None,
        "finished_at": now,
        "expires_at": now + _PERSONAL.get(str(call.action), KEPT_FOR),
    }
    return {name: value for name, value in attributes.items() if value is not None}


def _finished(call: CallTable, ending: Ending, now: datetime) -> Event:
    data = {
        "station_id": call.station_id,
        "call_id": call.call_id,
        "action": call.action,
        "outcome": ending.outcome,
        "response": ending.response,
        "error_code": ending.error_code,
        "error_description": ending.text or None,
    }
    return Event(
        source="corridor.ocpp-gateway",
        name="CallFinished",
        id=f"CallFinished/{call.station_id}/{call.call_id}",
        time=now,
        data={name: value for name, value in data.items() if value is not None},
    )
