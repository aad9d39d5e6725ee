"""Put together what pricing needs to know of a session."""

from datetime import datetime
from typing import Any

from sessions.domain.facts import facts
from sessions.domain.signed_facts import with_signed
from sessions.read_events import read_events
from sessions.signed.assess_session import assess_session
from sessions.tables import SessionItem


def collect_facts(session_id: str, now: datetime) -> dict[str, Any]:
    """The facts of an ended session; raises NotBillable if a person has to look.

    NotVerifiedYet while what its meter has signed is not verified: soon it is.
    """
    session = SessionItem.get(session_id, consistent_read=True).session
    told = facts(session, read_events(session_id))
    return with_signed(told, assess_session(session, now))
