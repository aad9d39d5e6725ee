"""Whether an event belongs to another transaction of the same transactionId (E01.FR.08).

A transactionId is unique for its station's life, and yet some stations restart their counter.
Nothing is lost for a week at most (72 hours offline and a margin), so what is a week behind a
transaction's end is another's.
"""

from datetime import timedelta
from typing import Final

from corridor_kernel.times import from_text
from sessions.domain.session import Session
from sessions.domain.transaction_event import STARTED, TIME_SUSPECT, TransactionEvent

APART: Final = timedelta(days=7)

REUSED: Final = "transaction_id_reused"


def is_of_next(session: Session, event: TransactionEvent) -> bool:
    """Whether it is long behind all of a session that has ended, or starts it once more."""
    starts_again = event.kind == STARTED and session.started is not None
    if TIME_SUSPECT in event.flags or not session.proven:
        return False
    is_behind = event.timestamp - from_text(session.proven) > APART
    return is_behind and (starts_again or session.closing is not None)


def is_of_former(session: Session, event: TransactionEvent) -> bool:
    """Whether it happened long before the session's start."""
    known = session.started_at and TIME_SUSPECT not in (*session.flags, *event.flags)
    return bool(known) and event.timestamp + APART < from_text(session.started_at)
