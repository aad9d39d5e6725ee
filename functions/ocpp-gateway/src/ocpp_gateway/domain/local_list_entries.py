"""What a station's local list has to say of each token, and how much of it fits in a message.

In the list belongs what its issuer wants known offline: OCPI whitelist ALWAYS and
ALLOWED_OFFLINE. ALLOWED is left to the station's cache, NEVER to us. A token that is refused stays
in the list as what it is, so that no station takes it for unknown (R-AUTH-7).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson

from corridor_kernel.ocpp.id_tokens import AuthorizationStatus, IdTokenType
from ocpp_gateway.domain.authorization import Place, authorize
from ocpp_gateway.domain.id_tokens import IdToken, Token

LISTED: Final = frozenset({"ALWAYS", "ALLOWED_OFFLINE"})
EVERYWHERE: Final = "*"
# Central and NoAuthorization are never a station's to judge (R-AUTH-4); a PIN would stand in the
# records of our calls.
_NEVER: Final = frozenset({IdTokenType.CENTRAL, IdTokenType.NO_AUTHORIZATION, IdTokenType.KEY_CODE})

# What a frame has around its entries at most, in bytes: message id, action and the other members.
_AROUND: Final = 160

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A token as it is since `position`; `ever_at`: sites whose lists have had it, or `*`."""

    position: str
    presented: IdToken
    token: Token
    is_listed: bool
    ever_at: frozenset[str]


@dataclass(frozen=True, slots=True)
class Room:
    """How much a station takes: in one message, items and bytes of the whole frame, and in its
    list at all (None: no limit told)."""

    items: int
    size: int
    entries: int | None


@dataclass(frozen=True, slots=True)
class Chunk:
    """One message's entries, up to the change `cursor` (empty: there was none).

    `added` of them are put in the list; `left_out` found no room in it.
    """

    entries: tuple[Entry, ...]
    cursor: str
    added: int
    left_out: int
    is_last: bool


def is_listed(type: str, whitelist: str | None) -> bool:
    return whitelist in LISTED and type not in _NEVER


def entry_of(change: Change, place: Place, at: datetime) -> Entry | None:
    """An AuthorizationData: with idTokenInfo to be put in the list, without to be taken out.

    None: nothing that concerns this place.
    """
    id_token = {"idToken": change.presented.id_token, "type": change.presented.type}
    sites = change.token.sites
    if change.is_listed and (sites is None or place.site_id in sites):
        info = authorize(change.presented, change.token, place, at)
        if info["status"] != AuthorizationStatus.NOT_AT_THIS_LOCATION:
            return {"idToken": id_token, "idTokenInfo": dict(info)}
    if change.ever_at & {place.site_id, EVERYWHERE}:
        return {"idToken": id_token}
    return None


def chunk_of(
    changes: Iterable[Change],
    place: Place,
    at: datetime,
    room: Room,
    free: int | None,
    empty_at: str,
) -> Chunk:
    """As many changes, in their order, as fit in one message.

    `free`: how many entries the list has room for (None: enough). `empty_at`: when the list was
    empty, so that nothing has to be taken out of it that did not change since.
    """
    entries: list[Entry] = []
    cursor, added, left_out, size = "", 0, 0, _AROUND
    for change in changes:
        entry = entry_of(change, place, at)
        crowded = _puts(entry) and free is not None and added >= free
        if entry is not None and crowded:
            entry = {"idToken": entry["idToken"]}
        if entry is not None and (_puts(entry) or change.position > empty_at):
            size += len(orjson.dumps(entry)) + 1
            if len(entries) == room.items or (entries and size > room.size):
                return Chunk(tuple(entries), cursor, added, left_out, is_last=False)
            entries.append(entry)
            added += _puts(entry)
        left_out += crowded
        cursor = change.position
    return Chunk(tuple(entries), cursor, added, left_out, is_last=True)


def _puts(entry: Entry | None) -> bool:
    return entry is not None and "idTokenInfo" in entry
