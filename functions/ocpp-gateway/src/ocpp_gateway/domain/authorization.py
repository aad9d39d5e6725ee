"""Who may charge, as pure rules (R-AUTH-1..6). ConcurrentTx is never ours to say: offline events
would meet it too late (R-TX-6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from corridor_kernel.ocpp.id_tokens import AuthorizationStatus as Status
from corridor_kernel.ocpp.id_tokens import IdTokenType
from corridor_kernel.times import to_text
from ocpp_gateway.domain.connectors import types_by_evse
from ocpp_gateway.domain.id_tokens import IdToken, Token

IdTokenInfo = Mapping[str, Any]

# OCPI's word for what must be asked every time; a time that is past says so (ERR 2.21).
_NEVER: Final = "NEVER"
_LONG_AGO: Final = "1970-01-01T00:00:00.000Z"

INVALID: IdTokenInfo = {"status": Status.INVALID.value}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a token is presented; `connectors`: see `domain.connectors`."""

    station_id: str
    site_id: str
    connectors: str = ""


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
    if _named(token, place) == ():
        return Status.NOT_AT_THIS_LOCATION
    return Status.NOT_ALLOWED_TYPE_EVSE if _evses(token, place) == () else Status.ACCEPTED


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
    if token.message:
        more["personalMessage"] = _message(token.message, token.language)
    if status == Status.ACCEPTED and (remembered := _remembered_until(token)):
        more["cacheExpiryDateTime"] = remembered
    if status == Status.ACCEPTED and (evses := _evses(token, place)):
        more["evseId"] = list(evses)
    return more


def _message(text: str, language: str | None) -> dict[str, str]:
    return {"format": "UTF8", "content": text} | ({"language": language} if language else {})


def _remembered_until(token: Token) -> str | None:
    """Until when a cache may hold the answer; None: as long as it likes (R-AUTH-3)."""
    if token.whitelist == _NEVER:
        return _LONG_AGO
    return to_text(token.valid_until) if token.valid_until else None


def _evses(token: Token, place: Place) -> tuple[int, ...] | None:
    """The EVSEs that a token is limited to at a station; None: all of them (R-AUTH-3)."""
    named, fitting = _named(token, place), _fitting(token, place)
    if named is None or fitting is None:
        return fitting if named is None else named
    return tuple(evse_id for evse_id in named if evse_id in fitting)


def _named(token: Token, place: Place) -> tuple[int, ...] | None:
    return token.evses.get(place.station_id) if token.evses else None


def _fitting(token: Token, place: Place) -> tuple[int, ...] | None:
    """Those with a connector of a type that the token may use; None: all, or nothing is known."""
    types = types_by_evse(place.connectors)
    if token.connector_types is None or not types:
        return None
    fitting = tuple(sorted(id for id, found in types.items() if found & token.connector_types))
    return None if len(fitting) == len(types) else fitting
