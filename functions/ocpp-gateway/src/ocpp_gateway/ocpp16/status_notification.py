"""StatusNotification of 1.6: a connector's availability, and how far its transaction charges."""

from typing import Any

from pynamodb.transactions import TransactWrite

from corridor_aws.items import put_new
from corridor_kernel.times import to_text
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.ocpp16.status import CHARGING_STATES, connector_status, told_at
from ocpp_gateway.domain.ocpp16.transactions import charging
from ocpp_gateway.ocpp16.ledger_items import ledger_item
from ocpp_gateway.ocpp16.transaction_records import STATUS, running_on
from ocpp_gateway.record_status import record_status
from ocpp_gateway.records import record_item
from ocpp_gateway.tables import LedgerTable, RecordTable


def answer(request: Request) -> dict[str, Any]:
    """An empty answer once the status is kept, news or not.

    One round trip; two for a state that a transaction can be in.
    """
    connector = connector_status(request.payload, request.now)
    if connector is None:
        _status_record(request).save()
        return {}
    event = _event(request)

    def also(items: TransactWrite) -> None:
        items.save(_status_record(request))
        if event is not None:
            items.save(event)

    if not record_status(request.station_id, connector, request.now, also) and event is not None:
        put_new(event)  # older than what we know of the connector, but not of the transaction
    return {}


def _event(request: Request) -> LedgerTable | None:
    """The Updated event of the transaction that ran on the connector then."""
    told = request.payload
    state, at = CHARGING_STATES.get(told["status"]), told_at(told, request.now)
    if state is None:
        return None
    runs = [
        one for one in running_on(request.station_id, told["connectorId"]) if one.started_at <= at
    ]
    newest = max(runs, key=lambda one: one.started_at, default=None)
    if newest is None:
        return None
    event = charging(newest.transaction_id, told, to_text(at), state, request.now)
    return ledger_item(request, event)


def _status_record(request: Request) -> RecordTable:
    """As it came, with its error code; a status without a timestamp gets that of its receipt."""
    told = request.payload | {"timestamp": to_text(told_at(request.payload, request.now))}
    key = str(told["connectorId"])
    return record_item(request.station_id, STATUS, key, told, request.now)
