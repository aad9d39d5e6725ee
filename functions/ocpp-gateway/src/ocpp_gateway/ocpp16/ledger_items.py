"""A 1.6 message as an entry of the ledger: as TransactionEvent, and as it came."""

import orjson

from ocpp_gateway.append_event import ledger_key
from ocpp_gateway.domain.authorization import IdTokenInfo
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.ocpp16.transactions import Event
from ocpp_gateway.tables import LedgerTable


def ledger_item(request: Request, event: Event, info: IdTokenInfo | None = None) -> LedgerTable:
    """The entry; `info` is what its idTag deserves, in the words of 2.0.1."""
    transaction_id = str(event.transaction_id)
    answer = {} if info is None else {"idTokenInfo": info}
    return LedgerTable(
        ledger_key(request.station_id, transaction_id),
        event.sort_key,
        station_id=request.station_id,
        transaction_id=transaction_id,
        seq_no=event.seq_no,
        is_numbered=False,
        received_at=request.now,
        protocol=request.connection.protocol,
        payload=orjson.dumps(event.payload).decode(),
        raw=orjson.dumps(request.payload).decode(),
        violation=request.violation,
        message_id=request.message_id,
        answer=orjson.dumps(answer).decode(),
    )
