"""Put together what pricing needs to know of a session."""

from typing import Any

from sessions.domain.facts import facts
from sessions.read_events import read_events
from sessions.tables import SessionItem


def collect_facts(session_id: str) -> dict[str, Any]:
    """The facts of an ended session; raises NotBillable if a person has to look."""
    item = SessionItem.get(session_id, consistent_read=True)
    return facts(item.session, read_events(session_id))
