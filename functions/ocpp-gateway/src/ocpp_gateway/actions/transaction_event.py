"""TransactionEvent: kept in the ledger, answered with its token's status, understood later."""

import os
from datetime import timedelta
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
from ocpp_gateway.domain.costs import SHOWS_COSTS, shows_costs
from ocpp_gateway.domain.id_tokens import IdToken, Token, id_token_in
from ocpp_gateway.domain.transaction_events import (
    Entry,
    entry_of,
    happened_at,
    is_live_end,
    is_stopping,
)
from ocpp_gateway.end_reservation import end_reservation
from ocpp_gateway.mark_seen import mark_seen
from ocpp_gateway.quote_cost import quote_cost
from ocpp_gateway.records import find_record
from ocpp_gateway.tables import LedgerTable, RecordTable, TokenTable, to_token

REUSED_AFTER = timedelta(days=7)


def answer(request: Request) -> dict[str, Any]:
    """The first answer to this event, however often it comes; Unusable if it names no place.

    One round trip without an idToken, two with one: idTokenInfo is then required (R-TX-9). An end
    that happens now costs one more to see whether the station shows costs, and up to two seconds
    for the cost if it does.
    """
    entry = entry_of(request.payload)
    if "idToken" not in request.payload:
        text = _append(request, entry, {}, None, _shows_costs(request))
        mark_seen(request.station_id, request.now)
    else:
        text = _with_token(request, entry)
    _use_reservation(request)
    result: dict[str, Any] = orjson.loads(text)
    return result


def _use_reservation(request: Request) -> None:
    """Told once in a transaction, and by nothing else: the reservation is Used (H01.FR.15)."""
    reservation_id = request.payload.get("reservationId")
    if type(reservation_id) is int:
        at = happened_at(request.payload, request.now)
        end_reservation(request.station_id, reservation_id, "Used", at, request.now)


def _with_token(request: Request, entry: Entry) -> str:
    presented = id_token_in(request.payload)
    if presented is None:
        return _append(request, entry, {"idTokenInfo": INVALID}, None, False)
    token, before, shows_costs = _read(request, entry, presented)
    stopping = is_stopping(request.payload)
    info = authorize_in_transaction(
        presented,
        _by_itself(request, presented, token),
        before,
        stopping=stopping,
        is_master=_is_master(token),
    )
    after = next_authorization(presented, info, before, stopping=stopping)
    changed = after if after != before else None
    return _append(request, entry, {"idTokenInfo": info}, changed, shows_costs)


def _read(
    request: Request, entry: Entry, presented: IdToken
) -> tuple[Token | None, Authorization | None, bool]:
    token, who, variable = get_together(
        (TokenTable, presented.key, None),
        (LedgerTable, ledger_key(request.station_id, entry.transaction_id), AUTHORIZATION),
        (RecordTable, request.station_id, f"variable#{SHOWS_COSTS}"),
    )
    shown = shows_costs(variable.content if variable else None)
    return token and to_token(token), _authorization(who, request), shown


def _authorization(who: LedgerTable | None, request: Request) -> Authorization | None:
    """Of this transaction: a transactionId may be given again (ADR 17)."""
    if who is None or (who.received_at and request.now - who.received_at > REUSED_AFTER):
        return None
    return Authorization(str(who.token), str(who.status))


def _by_itself(request: Request, presented: IdToken, token: Token | None) -> IdTokenInfo:
    socket = request.connection
    place = Place(request.station_id, socket.site_id, socket.connectors)
    return authorize(presented, token, place, happened_at(request.payload, request.now))


def _is_master(token: Token | None) -> bool:
    group = os.environ.get("MASTER_PASS_GROUP_ID")
    return bool(group) and token is not None and token.group_id == group


def _shows_costs(request: Request) -> bool:
    """Asked at the end only: there it costs a round trip of its own."""
    if not is_live_end(request.payload):
        return False
    return shows_costs(find_record(request.station_id, "variable", SHOWS_COSTS))


def _append(
    request: Request,
    entry: Entry,
    answer: dict[str, Any],
    authorization: Authorization | None,
    shows_costs: bool,
) -> str:
    """The final cost goes into the answer that is kept, so that a replay gets the same."""
    text = orjson.dumps(answer).decode()
    if shows_costs and is_live_end(request.payload):
        text = orjson.dumps(answer | quote_cost(request, entry, text)).decode()
    return append_event(request, entry, text, authorization, shows_costs)
