"""Change a session and tell of it, whoever else changes it meanwhile."""

from collections.abc import Callable, Iterator

from pynamodb.exceptions import PynamoDBException

from corridor_aws.tables import is_lost_race
from corridor_kernel.events import Event
from corridor_kernel.ocpp.id_tokens import folded
from sessions.domain.announcements import announcements, changed_after_settlement
from sessions.domain.progress import Readiness, readiness, state
from sessions.domain.session import Session
from sessions.save_session import save_session
from sessions.tables import SessionItem

_ATTEMPTS = 5


def change_session(
    item: SessionItem,
    change: Callable[[Session], Session],
    read_again: Callable[[], SessionItem],
) -> SessionItem:
    """The session as saved; `item` is how it was read, and is read again if that was outrun."""
    for attempt in range(_ATTEMPTS):
        before = item.session
        after = change(before)
        if after == before:
            break
        try:
            save_session(_updated(item, after), _news(item, before, after))
            break
        except PynamoDBException as error:
            if not is_lost_race(error) or attempt == _ATTEMPTS - 1:
                raise
        item = read_again()
    return item


def _updated(item: SessionItem, session: Session) -> SessionItem:
    item.session = session
    item.readiness = readiness(session).value
    item.started = f"{session.started_at}#{session.session_id}"
    # An index takes no empty key, and NoAuthorization comes with an empty idToken.
    item.token_key = folded(session.id_token[1].id_token) or None if session.id_token else None
    is_open = item.readiness != Readiness.COMPLETE and not item.cdr_id
    item.open_station = item.station_id if is_open else None
    if not item.cdr_id and not item.unsettled_reason:
        item.state = state(session).value
    return item


def _news(item: SessionItem, before: Session, after: Session) -> Iterator[Event]:
    yield from announcements(before, after)
    if item.cdr_id:
        yield from changed_after_settlement(item.cdr_id, before, after)
