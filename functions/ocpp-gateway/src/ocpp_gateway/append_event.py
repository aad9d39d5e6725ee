"""Append a TransactionEvent to the ledger, with the answer it is given (R-TX-1, 2)."""

import orjson

from corridor_aws.items import put_new
from ocpp_gateway.domain.authorization import Authorization
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.transaction_events import Entry
from ocpp_gateway.put_event import put_event
from ocpp_gateway.tables import LedgerTable

AUTHORIZATION = "authorization"


def append_event(
    request: Request,
    entry: Entry,
    answer: str,
    authorization: Authorization | None = None,
    shows_costs: bool = False,
) -> str:
    """The answer that counts: `answer`, or what the same event was answered the first time.

    `authorization` is written with the event, both or neither. One round trip.
    """
    item = ledger_item(request, entry, answer, shows_costs)
    if authorization is None:
        before = put_new(item)
    else:
        before = _put_both(item, authorization)
    return answer if before is None else str(before.answer)


def ledger_key(station_id: str, transaction_id: str) -> str:
    """A transactionId is unique for its station only (R-TX-2)."""
    return f"{station_id}#{transaction_id}"


def _put_both(item: LedgerTable, authorization: Authorization) -> LedgerTable | None:
    who = LedgerTable(
        item.transaction,
        AUTHORIZATION,
        token=authorization.token,
        status=authorization.status,
        received_at=item.received_at,
    )
    return put_event(item, lambda writes: writes.save(who))


def ledger_item(request: Request, entry: Entry, answer: str, shows_costs: bool) -> LedgerTable:
    """The event as it is kept; `shows_costs` says of its station that it shows costs."""
    return LedgerTable(
        ledger_key(request.station_id, entry.transaction_id),
        entry.sort_key,
        station_id=request.station_id,
        transaction_id=entry.transaction_id,
        seq_no=entry.seq_no,
        received_at=request.now,
        protocol=request.connection.protocol,
        payload=orjson.dumps(request.payload).decode(),
        violation=request.violation,
        message_id=request.message_id,
        answer=answer,
        shows_costs=shows_costs or None,
    )
