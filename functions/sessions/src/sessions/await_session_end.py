"""Let a state machine wait for the end of a session."""

from sessions.advance_session import release_wait
from sessions.tables import SessionItem


def await_session_end(session_id: str, task_token: str, phase: str) -> None:
    """Store the token on the session, and complete it at once if there is nothing to wait for.

    The write returns the session as it is with the token: whoever changes it later sees the
    token, whoever changed it before is seen here. `phase`: see advance_session.
    """
    item = SessionItem(session_id)
    item.update(
        actions=[
            SessionItem.wait_token.set(task_token),
            SessionItem.wait_phase.set(phase),
            SessionItem.version.add(1),
        ],
        condition=SessionItem.session_id.exists(),
    )
    release_wait(item)
