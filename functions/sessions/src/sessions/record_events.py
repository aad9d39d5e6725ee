"""Fold what was told of one transaction into its session, whatever of it is known already."""

from collections.abc import Sequence
from functools import reduce

from corridor_aws.invocations import start
from corridor_aws.observability import logger
from corridor_aws.streams import TROUBLE
from corridor_kernel.times import from_text
from sessions.advance_session import advance_session
from sessions.change_session import change_session
from sessions.confirm_start import confirm_start
from sessions.domain.cost_display import is_cost_due
from sessions.domain.fold import fold
from sessions.domain.register_span import span_of
from sessions.domain.session import Session
from sessions.domain.transaction_event import TransactionEvent
from sessions.follow_register import follow_register
from sessions.place_told import Told, new_session
from sessions.suspect_others import suspect_others
from sessions.tables import SessionItem


def record_events(told: Sequence[Told], read: SessionItem | None = None) -> None:
    """Bring the session up to date and let those who wait for it go on.

    `read` is the session if it was read before. Every step can be repeated, and a repeat does
    what a crash left undone. An answer about a transaction that never told of itself is dropped.
    """
    events = [event for event in told if isinstance(event, TransactionEvent)]
    item = read or _find(told[0])
    before = item.session
    if item.version or events:
        item = change_session(item, lambda s: reduce(fold, told, s), lambda: _find(told[0]))
        _let_go_on(item, events)
        _follow(before, item.session)
        if is_cost_due(before, item.session, events):
            _have_shown(item.session_id)
        if _is_placed_by(events, item.session):
            suspect_others(item, from_text(item.session.heard))


def _let_go_on(item: SessionItem, events: Sequence[TransactionEvent]) -> None:
    for remote_start_id in {event.remote_start_id for event in events}:
        if remote_start_id is not None:
            confirm_start(item.station_id, remote_start_id, item.session_id)
    advance_session(item)


def _have_shown(session_id: str) -> None:
    """At best: a display holds up nobody's bill, and the next occasion is near."""
    try:
        start("show-cost", {"session_id": session_id})
    except TROUBLE as error:
        logger("sessions").warning("cost not shown", exc_info=error)


def _follow(before: Session, after: Session) -> None:
    """At most twice a session, at its begin and its end; at the end also when it is told again."""
    span = span_of(after)
    if span and (span.end_wh is not None or span != span_of(before)):
        follow_register(span)


def _is_placed_by(events: Sequence[TransactionEvent], session: Session) -> bool:
    """Whether they say where it started, for the first time or again after a crash."""
    if session.started is None or session.evse_id is None:
        return False
    return any(event.place in (session.started[0], session.evse_id[0]) for event in events)


def _find(told: Told) -> SessionItem:
    try:
        return SessionItem.get(told.session_id, consistent_read=True)
    except SessionItem.DoesNotExist:
        return new_session(told)
