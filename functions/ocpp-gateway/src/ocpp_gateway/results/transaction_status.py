"""GetTransactionStatus answered: kept in the ledger, behind the events before it (R-TX-5)."""

import orjson

from corridor_aws.items import put_new
from corridor_kernel.times import to_text
from ocpp_gateway.append_event import ledger_key
from ocpp_gateway.domain.calls import Finished
from ocpp_gateway.tables import LedgerTable


def keep(finished: Finished) -> None:
    """An answer that names no transaction tells of the station's queue only, and is not kept."""
    transaction_id = finished.payload.get("transactionId")
    if transaction_id:
        put_new(_item(finished, str(transaction_id)))


def _item(finished: Finished, transaction_id: str) -> LedgerTable:
    return LedgerTable(
        ledger_key(finished.station_id, transaction_id),
        f"status#{to_text(finished.finished_at)}#{finished.call_id}",
        station_id=finished.station_id,
        transaction_id=transaction_id,
        received_at=finished.finished_at,
        protocol=finished.protocol,
        message_id=finished.call_id,
        response=orjson.dumps(finished.response).decode(),
    )
