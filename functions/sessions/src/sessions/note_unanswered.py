"""A station that cannot say how a transaction stands will never say more (R-TX-5)."""

from datetime import datetime

from corridor_kernel.times import to_text
from sessions.advance_session import advance_session
from sessions.ask_status import session_of_call
from sessions.change_session import change_session
from sessions.domain.fold import fold
from sessions.domain.status_report import StatusReport
from sessions.tables import SessionItem


def note_unanswered(call_id: str, at: datetime) -> None:
    """Wait no longer for what an ended session lacks; one that has not ended is not closed."""
    session_id = session_of_call(call_id)
    if session_id is None:
        return
    try:
        item = SessionItem.get(session_id, consistent_read=True)
    except SessionItem.DoesNotExist:
        return
    report = StatusReport(
        station_id=item.station_id,
        transaction_id=item.session.transaction_id,
        report_id=call_id,
        at=to_text(at),
        ongoing=None,
        messages_in_queue=False,
    )
    saved = change_session(
        item,
        lambda session: fold(session, report),
        lambda: SessionItem.get(session_id, consistent_read=True),
    )
    advance_session(saved)
