"""Messages that came before their StartTransaction go to the transaction that it began."""

from dataclasses import replace

from pynamodb.transactions import TransactWrite

from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.ocpp16.matching import STOP, Orphan, adopted
from ocpp_gateway.domain.ocpp16.start import Running
from ocpp_gateway.domain.ocpp16.transactions import Event, ended, metered
from ocpp_gateway.ocpp16.ledger_items import ledger_item
from ocpp_gateway.ocpp16.transaction_records import (
    UNMATCHED,
    running_on,
    running_record,
    unmatched,
)
from ocpp_gateway.race import won
from ocpp_gateway.tables import RecordTable


def adopt(request: Request, start: Running) -> None:
    """One query where nothing waits, which is nearly always."""
    waiting = unmatched(request.station_id, start.started_at)
    if not waiting:
        return
    for orphan in adopted(start, running_on(request.station_id), waiting):
        _move(_as_it_came(request, orphan), start, orphan)


def _as_it_came(request: Request, orphan: Orphan) -> Request:
    return replace(
        request,
        message_id=orphan.message_id,
        action=orphan.action,
        payload=dict(orphan.payload),
        now=orphan.received_at,
        violation=orphan.violation,
    )


def _move(request: Request, start: Running, orphan: Orphan) -> None:
    """From the unmatched to the ledger, both or neither; a repeat finds nothing to move."""
    event = _event(start, orphan)

    def write(items: TransactWrite) -> None:
        key = f"{UNMATCHED}#{orphan.key}"
        item = RecordTable(request.station_id, key)
        items.delete(item, RecordTable.record.exists())
        items.save(ledger_item(request, event))
        if orphan.action == STOP:
            items.delete(running_record(request.station_id, start, request.now))

    won(write)


def _event(start: Running, orphan: Orphan) -> Event:
    if orphan.action == STOP:
        return ended(start.transaction_id, orphan.payload, orphan.received_at, {})
    return metered(start.transaction_id, orphan.payload, orphan.received_at)
