"""Give an unsettled session up: it is never billed, and a person answers for that (R-EI-7)."""

from datetime import datetime

from pynamodb.exceptions import TransactWriteError

from corridor_aws.outbox import outbox_item
from corridor_aws.tables import is_lost_race, transaction
from corridor_kernel.problems import Problem
from corridor_kernel.sessions import SessionState
from sessions.domain.announcements import written_off
from sessions.find_session import find_session
from sessions.tables import SessionItem


def write_off(session_id: str, by: str, reason: str, now: datetime) -> SessionItem:
    """The session as it stays; asked again it answers the same. Problem 404, or 409.

    An attempt to bill it that is under way may still win: a bill that is written counts.
    """
    item = find_session(session_id)
    if item.state == SessionState.WRITTEN_OFF:
        return item
    if item.state != SessionState.UNSETTLED:
        raise Problem(409, "Conflict", f"Only an UNSETTLED session is written off: {item.state}.")
    try:
        _write(item, by, reason, now)
    except TransactWriteError as error:
        if is_lost_race(error):
            raise Problem(409, "Conflict", "The session changed just now; try again.") from None
        raise
    return find_session(session_id)


def _write(item: SessionItem, by: str, reason: str, now: datetime) -> None:
    with transaction() as writes:
        writes.update(
            SessionItem(item.session_id),
            actions=[
                SessionItem.state.set(SessionState.WRITTEN_OFF.value),
                SessionItem.written_off_at.set(now),
                SessionItem.written_off_by.set(by),
                SessionItem.written_off_reason.set(reason),
                SessionItem.wait_token.remove(),
                SessionItem.version.add(1),
            ],
            condition=SessionItem.version == item.version,
        )
        event = written_off(item.session, item.unsettled_reason, by, reason, now)
        writes.save(outbox_item(event))
