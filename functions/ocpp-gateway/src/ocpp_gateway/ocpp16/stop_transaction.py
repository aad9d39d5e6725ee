"""StopTransaction: the Ended event of its transaction, or kept until that is known."""

from dataclasses import dataclass
from typing import Any

import orjson
from pynamodb.transactions import TransactWrite

from corridor_aws.items import Key, get_together
from corridor_kernel.times import from_text
from ocpp_gateway.append_event import AUTHORIZATION, ledger_key
from ocpp_gateway.domain.authorization import Authorization, IdTokenInfo, authorize_in_transaction
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.id_tokens import IdToken, Token
from ocpp_gateway.domain.ocpp16.matching import STOP, find, happened_at
from ocpp_gateway.domain.ocpp16.start import LARGEST_ID, Running, running
from ocpp_gateway.domain.ocpp16.tokens import id_tag_info
from ocpp_gateway.domain.ocpp16.transactions import ended
from ocpp_gateway.ocpp16.ledger_items import ledger_item
from ocpp_gateway.ocpp16.transaction_records import (
    STARTED,
    record_key,
    running_on,
    running_record,
    unmatched_record,
)
from ocpp_gateway.ocpp16.who import info_of, is_master, presented, token_keys
from ocpp_gateway.put_event import put_event
from ocpp_gateway.tables import LedgerTable, RecordTable


@dataclass(frozen=True, slots=True)
class _Known:
    """The transaction that the id names, who may use it, and whose tag stops it."""

    transaction: Running | None = None
    authorization: Authorization | None = None
    token: IdToken | None = None
    registered: Token | None = None


def answer(request: Request) -> dict[str, Any]:
    """idTagInfo if a tag stopped it. Two round trips; three where the id is none of ours."""
    known = _read(request)
    stopped = known.transaction or find(
        running_on(request.station_id), STOP, request.payload, request.now
    )
    info = _info(request, known) if "idTag" in request.payload else None
    if stopped is None:
        unmatched_record(request).save()
    else:
        info = _end(request, stopped, known, info)
    return {} if info is None else {"idTagInfo": id_tag_info(info)}


def _read(request: Request) -> _Known:
    """All that its id and its tag lead to, in one read; none where it has neither."""
    transaction_id, id_tag = (request.payload.get(name) for name in ("transactionId", "idTag"))
    keys: list[Key] = []
    if type(transaction_id) is int and 0 < transaction_id <= LARGEST_ID:
        transaction = ledger_key(request.station_id, str(transaction_id))
        keys.append(record_key(request.station_id, STARTED, transaction_id))
        keys.append((LedgerTable, transaction, AUTHORIZATION))
    tags = token_keys(id_tag) if isinstance(id_tag, str) else []
    found = get_together(*keys, *tags) if keys or tags else []
    token, registered = presented(str(id_tag), found[len(keys) :]) if tags else (None, None)
    taken, who = found[: len(keys)] or (None, None)
    return _Known(
        taken and _started(taken),
        who and Authorization(who.token, who.status),
        token,
        registered,
    )


def _started(taken: RecordTable) -> Running:
    transaction_id = int(str(taken.record).partition("#")[2])
    told, received_at = taken.content["told"], from_text(taken.content["receivedAt"])
    return running(transaction_id, told, received_at)


def _info(request: Request, known: _Known) -> IdTokenInfo:
    at = happened_at(STOP, request.payload, request.now)
    info = info_of(request, known.token, known.registered, at)
    if known.token is None:
        return info
    return authorize_in_transaction(
        known.token,
        info,
        known.authorization,
        stopping=True,
        is_master=is_master(known.registered),
    )


def _end(
    request: Request, stopped: Running, known: _Known, info: IdTokenInfo | None
) -> IdTokenInfo | None:
    """The first answer to this very message, however often it comes."""
    more = {"type": known.token and known.token.type}
    event = ended(stopped.transaction_id, request.payload, request.now, more)

    def forget(writes: TransactWrite) -> None:
        writes.delete(running_record(request.station_id, stopped, request.now))

    before = put_event(ledger_item(request, event, info), forget)
    if before is None:
        return info
    first: IdTokenInfo | None = orjson.loads(before.answer).get("idTokenInfo")
    return first
