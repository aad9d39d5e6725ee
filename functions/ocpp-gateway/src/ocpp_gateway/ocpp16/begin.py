"""A transaction begins: its id, its Started event and who may use it, all or none."""

from typing import Any

from pynamodb.transactions import TransactWrite

from ocpp_gateway.append_event import AUTHORIZATION, ledger_key
from ocpp_gateway.domain.authorization import (
    INVALID,
    Authorization,
    IdTokenInfo,
    authorize_in_transaction,
    next_authorization,
)
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.ocpp16.remote_start import remote_start_id
from ocpp_gateway.domain.ocpp16.start import Start, running
from ocpp_gateway.domain.ocpp16.status import charging_state_at
from ocpp_gateway.domain.ocpp16.tokens import id_tag_info
from ocpp_gateway.domain.ocpp16.transactions import Event, started
from ocpp_gateway.domain.transaction_events import happened_at
from ocpp_gateway.ocpp16.known_of_start import KnownOfStart
from ocpp_gateway.ocpp16.ledger_items import ledger_item
from ocpp_gateway.ocpp16.transaction_records import (
    REMOTE_START,
    message_record,
    running_record,
    started_record,
)
from ocpp_gateway.ocpp16.who import info_of, is_master
from ocpp_gateway.race import won
from ocpp_gateway.tables import LedgerTable, RecordTable


def begin(
    request: Request, start: Start, transaction_id: int, known: KnownOfStart
) -> dict[str, Any] | None:
    """The idTagInfo to answer; None if somebody took the id since it was read. One round trip."""
    told, now = request.payload, request.now
    asked = remote_start_id(known.remote_starts.values(), told, now)
    more = {
        "type": known.token and known.token.type,
        "remoteStartId": asked,
        "chargingState": charging_state_at(known.status, told, now),
    }
    event = started(transaction_id, told, now, more)
    runs = running(transaction_id, told, now)
    info, who = _authorized(request, event, known)
    said = id_tag_info(info, runs.connector_id)
    done = [c for c, w in known.remote_starts.items() if w["remoteStartId"] == asked]

    def write(items: TransactWrite) -> None:
        is_free = RecordTable.record.does_not_exist()
        items.save(started_record(request, transaction_id, start, said), is_free)
        items.save(message_record(request, transaction_id, start))
        items.save(running_record(request.station_id, runs, now))
        items.save(ledger_item(request, event, info))
        if who:
            transaction = ledger_key(request.station_id, str(transaction_id))
            items.save(LedgerTable(transaction, AUTHORIZATION, token=who.token, status=who.status))
        for connector_id in done:
            items.delete(RecordTable(request.station_id, f"{REMOTE_START}#{connector_id}"))

    return said if won(write) else None


def _authorized(
    request: Request, event: Event, known: KnownOfStart
) -> tuple[IdTokenInfo, Authorization | None]:
    """What the tag deserves here, and who may use the transaction from now on (R-TX-9)."""
    if known.token is None:
        return INVALID, None
    at = happened_at(event.payload, request.now)
    info = authorize_in_transaction(
        known.token,
        info_of(request, known.token, known.registered, at),
        None,
        stopping=False,
        is_master=is_master(known.registered),
    )
    return info, next_authorization(known.token, info, None, stopping=False)
