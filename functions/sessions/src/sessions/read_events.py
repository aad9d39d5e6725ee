"""Read back what was recorded of a session."""

from sessions.domain.transaction_event import TransactionEvent
from sessions.tables import SessionEventItem


def read_events(session_id: str) -> list[TransactionEvent]:
    """The events of a session in the station's order, as far as they are still kept."""
    items = SessionEventItem.query(session_id, consistent_read=True)
    return sorted((item.event for item in items), key=lambda event: event.place)
