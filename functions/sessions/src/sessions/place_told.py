"""Which session something that was told belongs to: a transactionId may come twice (ADR 17).

A station that lost its counter gives an old transactionId to a new transaction. `generations` of
the first session says how many sessions followed it under the same transactionId.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from sessions.domain.fold import empty
from sessions.domain.reuse import REUSED, is_of_former, is_of_next
from sessions.domain.status_report import StatusReport
from sessions.domain.transaction_event import TransactionEvent
from sessions.tables import SessionItem

Told = TransactionEvent | StatusReport

T = TypeVar("T", TransactionEvent, StatusReport)


def place_told(
    told: Iterable[Told], *, counting: bool = True
) -> tuple[list[Told], dict[str, SessionItem]]:
    """What was told, each in its generation, and the sessions by id, new ones included.

    Without `counting` nothing is written of a generation that begins.
    """
    whole = list(told)
    known = _load(whole)
    counted = {session_id: int(item.generations) for session_id, item in known.items()}
    placed = [_placed(meaning, known) for meaning in whole]
    for session_id in counted if counting else ():
        _count(known[session_id], counted[session_id])
    return placed, known


def new_session(told: Told) -> SessionItem:
    """The session of something of which nothing is stored."""
    return SessionItem(told.session_id, station_id=told.station_id, session=empty(told))


def _load(told: Iterable[Told]) -> dict[str, SessionItem]:
    firsts = {meaning.session_id: meaning for meaning in told}
    stored = SessionItem.batch_get(list(firsts), consistent_read=True)
    new = {session_id: new_session(first) for session_id, first in firsts.items()}
    return new | {item.session_id: item for item in stored}


def _placed(meaning: Told, known: dict[str, SessionItem]) -> Told:
    first = known[meaning.session_id]
    latest = int(first.generations)
    if isinstance(meaning, StatusReport):
        return _known(replace(meaning, generation=latest), known)
    event = _known(replace(meaning, generation=latest), known)
    while event.generation and is_of_former(known[event.session_id].session, event):
        event = _known(replace(event, generation=event.generation - 1), known)
    if is_of_next(known[event.session_id].session, event):
        event = _known(replace(event, generation=event.generation + 1), known)
        first.generations = max(latest, event.generation)
    return replace(event, flags=(*event.flags, REUSED)) if event.generation else event


def _known(placed: T, known: dict[str, SessionItem]) -> T:
    if placed.session_id not in known:
        known |= _load([placed])
    return placed


def _count(first: SessionItem, counted: int) -> None:
    """Before anything is stored of it: a crash leaves at worst a session that is still empty."""
    generations = int(first.generations)
    if generations > counted:
        first.update([SessionItem.generations.set(generations), SessionItem.version.add(1)])
