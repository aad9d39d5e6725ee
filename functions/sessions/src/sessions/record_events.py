"""Fold events of one transaction into its session, whatever of them is known already."""

from collections.abc import Sequence
from functools import reduce

from pynamodb.exceptions import PynamoDBException

from corridor_aws.tables import is_lost_race
from corridor_kernel.ocpp.id_tokens import folded
from sessions.advance_session import advance_session
from sessions.confirm_start import confirm_start
from sessions.domain.announcements import announcements
from sessions.domain.progress import readiness, state
from sessions.domain.session import Session, empty, fold
from sessions.domain.transaction_event import TransactionEvent
from sessions.save_session import save_session
from sessions.tables import SessionItem

_ATTEMPTS = 5


def record_events(events: Sequence[TransactionEvent], read: SessionItem | None = None) -> None:
    """Bring the session up to date and let those who wait for it go on.

    `read` is the session if it was read before. Every step can be repeated, and a repeat does
    what a crash left undone.
    """
    item = _fold(events, read)
    for remote_start_id in {event.remote_start_id for event in events}:
        if remote_start_id is not None:
            confirm_start(item.station_id, remote_start_id, item.session_id)
    advance_session(item)


def _fold(events: Sequence[TransactionEvent], read: SessionItem | None) -> SessionItem:
    """The session as saved; reads it again when somebody else changed it meanwhile."""
    for attempt in range(_ATTEMPTS):
        item = read if read and attempt == 0 else _find(events[0])
        before = item.session
        after = reduce(fold, events, before)
        if after == before:
            break
        try:
            save_session(_updated(item, after), announcements(before, after))
            break
        except PynamoDBException as error:
            if not is_lost_race(error) or attempt == _ATTEMPTS - 1:
                raise
    return item


def _find(event: TransactionEvent) -> SessionItem:
    try:
        return SessionItem.get(event.session_id, consistent_read=True)
    except SessionItem.DoesNotExist:
        return new_session(event)


def new_session(event: TransactionEvent) -> SessionItem:
    """The session of an event of which nothing is stored."""
    return SessionItem(event.session_id, station_id=event.station_id, session=empty(event))


def _updated(item: SessionItem, session: Session) -> SessionItem:
    item.session = session
    item.readiness = readiness(session).value
    item.started = f"{session.started_at}#{session.session_id}"
    # An index takes no empty key, and NoAuthorization comes with an empty idToken.
    item.token_key = folded(session.id_token[1].id_token) or None if session.id_token else None
    if not item.cdr_id and not item.unsettled_reason:
        item.state = state(session).value
    return item
