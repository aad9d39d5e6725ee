"""TransactionEvent: kept in the ledger, answered with its token's status, understood later."""

import os
from typing import Any

import orjson

from corridor_aws.items import get_together
from ocpp_gateway.append_event import AUTHORIZATION, append_event, ledger_key
from ocpp_gateway.domain.authorization import (
    INVALID,
    Authorization,
    IdTokenInfo,
    Place,
    authorize,
    authorize_in_transaction,
    next_authorization,
)
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.id_tokens import IdToken, Token, id_token_in
from ocpp_gateway.domain.transaction_events import Entry, entry_of, happened_at, is_stopping
from ocpp_gateway.mark_seen import mark_seen
from ocpp_gateway.tables import LedgerTable, TokenTable, to_token


def answer(request: Request) -> dict[str, Any]:
    """The first answer to this event, however often it comes; Unusable if it names no place.

    One round trip without an idToken, two with one: idTokenInfo is then required (R-TX-9).
    """
    entry = entry_of(request.payload)
    if "idToken" not in request.payload:
        text = append_event(request, entry, "{}")
        mark_seen(request.station_id, request.now)
    else:
        text = _with_token(request, entry)
    result: dict[str, Any] = orjson.loads(text)
    return result


def _with_token(request: Request, entry: Entry) -> str:
    presented = id_token_in(request.payload)
    if presented is None:
        return append_event(request, entry, _text(INVALID))
    token, before = _read(request, entry, presented)
    stopping = is_stopping(request.payload)
    info = authorize_in_transaction(
        presented,
        _by_itself(request, presented, token),
        before,
        stopping=stopping,
        is_master=_is_master(token),
    )
    after = next_authorization(presented, info, before, stopping=stopping)
    return append_event(request, entry, _text(info), after if after != before else None)


def _read(
    request: Request, entry: Entry, presented: IdToken
) -> tuple[Token | None, Authorization | None]:
    token, who = get_together(
        (TokenTable, presented.key, None),
        (LedgerTable, ledger_key(request.station_id, entry.transaction_id), AUTHORIZATION),
    )
    return token and to_token(token), who and Authorization(who.token, who.status)


def _by_itself(request: Request, presented: IdToken, token: Token | None) -> IdTokenInfo:
    place = Place(request.station_id, request.connection.site_id)
    return authorize(presented, token, place, happened_at(request.payload, request.now))


def _is_master(token: Token | None) -> bool:
    group = os.environ.get("MASTER_PASS_GROUP_ID")
    return bool(group) and token is not None and token.group_id == group


def _text(info: IdTokenInfo) -> str:
    return orjson.dumps({"idTokenInfo": info}).decode()
