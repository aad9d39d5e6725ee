"""Who may charge, as pure rules (R-AUTH-1..6). ConcurrentTx is never ours to say: offline events
would meet it too late (R-TX-6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from corridor_kernel.ocpp.id_tokens import AuthorizationStatus as Status
from corridor_kernel.ocpp.id_tokens import IdTokenType
from corridor_kernel.times import to_text
from ocpp_gateway.domain.id_tokens import IdToken, Token

IdTokenInfo = Mapping[str, Any]

INVALID: IdTokenInfo = {"status": Status.INVALID.value}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a token is presented."""

    station_id: str
    site_id: str


@dataclass(frozen=True, slots=True)
class Authorization:
    """The first token that a transaction was authorized with, and how it stands now."""

    token: str
    status: str


def authorize(presented: IdToken, token: Token | None, place: Place, at: datetime) -> IdTokenInfo:
    """The answer to a token by itself, in an Authorize as in a TransactionEvent."""
    status = _status(presented, token, place, at)
    if presented.is_key_code and status == Status.NOT_AT_THIS_LOCATION:
        status = Status.INVALID
    return {"status": str(status)} | _more(status, token, place)


def authorize_in_transaction(
    presented: IdToken,
    info: IdTokenInfo,
    authorization: Authorization | None,
    *,
    stopping: bool,
    is_master: bool,
) -> IdTokenInfo:
    """The answer within a transaction; `info` is the answer to the token by itself."""
    same = authorization is not None and authorization.token == presented.key
    accepted = authorization is not None and authorization.status == Status.ACCEPTED
    if same and accepted and info["status"] == Status.EXPIRED:
        return dict(info) | {"status": Status.ACCEPTED.value}  # a running charge goes on (R-AUTH-3)
    if stopping:
        return info
    if is_master:
        return dict(info) | {"status": Status.INVALID.value}  # stops, never starts (R-AUTH-5)
    if authorization is not None and not same and not accepted:
        return dict(info) | {"status": Status.NOT_AT_THIS_TIME.value}  # R-AUTH-6
    return info


def next_authorization(
    presented: IdToken, info: IdTokenInfo, before: Authorization | None, *, stopping: bool
) -> Authorization | None:
    """How the transaction stands after `info` was answered.

    A token that only stops says nothing of who started: it may even arrive first (R-TX-4).
    """
    if before is None:
        return None if stopping else Authorization(presented.key, info["status"])
    if before.token == presented.key:
        return Authorization(presented.key, info["status"])
    return before


def _status(presented: IdToken, token: Token | None, place: Place, at: datetime) -> str:
    if presented.needs_no_authorization:
        return Status.ACCEPTED
    if token is None:
        return Status.INVALID if presented.is_key_code else Status.UNKNOWN
    if token.status != Status.ACCEPTED:
        return token.status
    if token.valid_until is not None and token.valid_until <= at:
        return Status.EXPIRED
    if token.sites is not None and place.site_id not in token.sites:
        return Status.NOT_AT_THIS_LOCATION
    return Status.NOT_AT_THIS_LOCATION if _evses(token, place) == () else Status.ACCEPTED


def _more(status: str, token: Token | None, place: Place) -> dict[str, Any]:
    """Group and language whatever the status (R-AUTH-1); limits only where one may charge."""
    if token is None:
        return {}
    more: dict[str, Any] = {}
    if token.group_id:
        type = token.group_type or IdTokenType.CENTRAL.value
        more["groupIdToken"] = {"idToken": token.group_id, "type": type}
    if token.language:
        more["language1"] = token.language
    if status == Status.ACCEPTED and token.valid_until:
        more["cacheExpiryDateTime"] = to_text(token.valid_until)
    if status == Status.ACCEPTED and (evses := _evses(token, place)):
        more["evseId"] = list(evses)
    return more


def _evses(token: Token, place: Place) -> tuple[int, ...] | None:
    """The EVSEs that a token is limited to at a station; None: all of them (R-AUTH-3)."""
    return token.evses.get(place.station_id) if token.evses else None
