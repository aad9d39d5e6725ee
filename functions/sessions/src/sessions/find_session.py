"""Look a session up."""

from corridor_kernel.problems import not_found
from sessions.tables import SessionItem


def find_session(session_id: str) -> SessionItem:
    """The session as last written; Problem 404 if there is none."""
    try:
        return SessionItem.get(session_id, consistent_read=True)
    except SessionItem.DoesNotExist:
        raise not_found("session", session_id) from None
