"""What a station's list needs next: its version told, all of it, some changes, or nothing."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from corridor_kernel.times import to_text
from ocpp_gateway.domain.authorization import Place
from ocpp_gateway.domain.local_list import (
    FOLLOWED,
    NOT_SUPPORTED,
    REFUSED,
    STALE,
    UNKNOWN,
    LocalList,
    Sending,
    sent,
)
from ocpp_gateway.domain.local_list_entries import Chunk, Room, chunk_of
from ocpp_gateway.domain.provisioning import Ask
from ocpp_gateway.local_lists.changes import SETTLED, changes_since

# After every position: a Full takes nothing out.
_NOTHING_IN_IT: Final = "~"

_FULL: Final = "Full"
_DIFFERENTIAL: Final = "Differential"

Step = tuple[LocalList, Ask | None]


def next_message(
    state: LocalList,
    place: Place,
    room: Room,
    call_id: str,
    now: datetime,
    *,
    looks_back: bool,
) -> Step:
    """The list as it is when the message is out, and the message; none where nothing is to be said.

    `looks_back`: changes of the last moments are told again, for the index may have hidden some.
    """
    if state.basis in (REFUSED, NOT_SUPPORTED):
        return state, None
    if state.basis == UNKNOWN:
        asked = Sending(call_id, to_text(now))
        return sent(state, asked), Ask("GetLocalListVersion", {})
    if state.basis == FOLLOWED:
        since = changes_since(state.cursor, state.checked_at if looks_back else "")
        free = None if room.entries is None else max(room.entries - state.entries, 0)
        chunk = chunk_of(since, place, now, room, free, state.rebuilds)
        if not chunk.entries:
            return _checked(state, chunk, now), None
        if state.rebuilds or not (state.left_out or chunk.left_out):
            return _send(state, _DIFFERENTIAL, chunk, call_id, now)
    # More tokens than room, or a list that is not ours: it is made anew, oldest change first.
    state = replace(state, basis=STALE, entries=0, left_out=0, cursor="", rebuilds="")
    chunk = chunk_of(changes_since("", ""), place, now, room, room.entries, _NOTHING_IN_IT)
    return _send(state, _FULL, chunk, call_id, now)


def _checked(state: LocalList, chunk: Chunk, now: datetime) -> LocalList:
    """Nothing is left to be told; the same again if that was known."""
    if not chunk.cursor and not state.rebuilds:
        return state
    return replace(
        state,
        cursor=chunk.cursor or state.cursor,
        checked_at=to_text(now),
        rebuilds="",
    )


def _rebuilds(state: LocalList, type: str, chunk: Chunk, now: datetime) -> str:
    """A Full was begun when all that the index showed had happened: what is newer may not be in."""
    if chunk.is_last:
        return ""
    return to_text(now - SETTLED) if type == _FULL else state.rebuilds


def _send(state: LocalList, type: str, chunk: Chunk, call_id: str, now: datetime) -> Step:
    version = state.version + 1
    sending = Sending(
        call_id,
        to_text(now),
        version=version,
        cursor=chunk.cursor or state.cursor,
        entries=state.entries + chunk.added,
        left_out=state.left_out + chunk.left_out,
        rebuilds=_rebuilds(state, type, chunk, now),
        checked_at=to_text(now),
    )
    payload: dict[str, Any] = {"versionNumber": version, "updateType": type}
    if chunk.entries:
        payload["localAuthorizationList"] = list(chunk.entries)
    return sent(state, sending), Ask("SendLocalList", payload)
