"""Bill an ended session after all: what stood in the way is out of it."""

from pynamodb.exceptions import UpdateError

from corridor_aws.tables import is_condition_failure
from corridor_kernel.problems import Problem
from sessions.advance_session import advance_session
from sessions.find_session import find_session
from sessions.tables import SessionItem


def retry_settlement(session_id: str) -> SessionItem:
    """The session as its next attempt begins; Problem 404, or 409 if it runs or is closed.

    Whatever an attempt before is at, a session gets one CDR.
    """
    item = find_session(session_id)
    if item.cdr_id:
        raise Problem(409, "Conflict", f"The session is settled with CDR {item.cdr_id}.")
    if item.written_off_at:
        raise Problem(409, "Conflict", "The session is written off.")
    if item.session.closing is None:
        raise Problem(409, "Conflict", "The session has not ended.")
    try:
        item.update(
            actions=[
                SessionItem.attempt.add(1),
                SessionItem.wait_token.remove(),
                SessionItem.version.add(1),
            ],
            condition=SessionItem.version == item.version,
        )
    except UpdateError as error:
        if is_condition_failure(error):
            raise Problem(409, "Conflict", "The session changed just now; try again.") from None
        raise
    advance_session(item)
    return item
