"""When a station is told what a running transaction has cost so far (I02)."""

from collections.abc import Sequence
from typing import Final

from corridor_kernel.times import from_text
from sessions.domain.session import Session
from sessions.domain.transaction_event import OFFLINE, TransactionEvent

OFTEN_S: Final = 300


def is_cost_due(before: Session, after: Session, events: Sequence[TransactionEvent]) -> bool:
    """At each change of the charging state and else every five minutes; never for the past.

    What happened offline moves nothing on a display (R-TX-6), and what has ended is told in the
    answer to its end.
    """
    is_live = any(OFFLINE not in event.flags for event in events)
    if not (is_live and after.shows_costs and after.started) or after.closing:
        return False
    return after.charging_state != before.charging_state or _slot(after) != _slot(before)


def _slot(session: Session) -> int | None:
    return int(from_text(session.heard).timestamp() // OFTEN_S) if session.heard else None
