"""A new transaction on an EVSE is a sign that those before it there are over (R-TX-5)."""

from datetime import datetime

from sessions.domain.session import Session
from sessions.open_sessions import open_sessions
from sessions.tables import SessionItem
from sessions.watch_session import watch_session


def suspect_others(item: SessionItem, now: datetime) -> None:
    """Look at the open sessions on the same EVSE, and connector if known, that began before."""
    for other in open_sessions(item.station_id):
        if other.session_id != item.session_id and _is_before(other.session, item.session):
            watch_session(other, f"behind {item.session_id}", now, is_sign=True)


def _is_before(other: Session, one: Session) -> bool:
    return (
        other.evse_id is not None
        and one.evse_id is not None
        and other.evse_id[1] == one.evse_id[1]
        and _may_be_same(other.connector_id, one.connector_id)
        and other.started_at < one.started_at
    )


def _may_be_same(one: tuple[object, int] | None, other: tuple[object, int] | None) -> bool:
    return one is None or other is None or one[1] == other[1]
