"""How far a session has come: its state, and whether it can be settled (R-TX-3, R-TX-5)."""

from enum import StrEnum
from typing import Final

from corridor_kernel.sessions import SessionState
from sessions.domain.meter_reading import is_marked
from sessions.domain.registers import covers
from sessions.domain.session import LOST, Session


class Readiness(StrEnum):
    """OPEN: not ended. INCOMPLETE: ended, something to bill may come. COMPLETE: settle it."""

    OPEN = "OPEN"
    INCOMPLETE = "INCOMPLETE"
    COMPLETE = "COMPLETE"


STARTED_MISSING: Final = "started_missing"
BEGIN_MISSING: Final = "begin_missing"
END_MISSING: Final = "end_missing"
GAP: Final = "gap"
LOST_END: Final = "lost"
REGISTER_DECREASED: Final = "register_decreased"
UNPAID_RISK: Final = "unpaid_risk"

POWER_LOSS: Final = "PowerLoss"

MAX_TRANSACTION_ID_LENGTH: Final = 36


def state(session: Session) -> SessionState:
    """The state that the station's events make."""
    if session.closing:
        return SessionState.COMPLETED
    return SessionState.ACTIVE if session.charged or session.energy_wh else SessionState.PENDING


def can_be_asked(session: Session) -> bool:
    """Whether GetTransactionStatus can be sent for it.

    Stations of 1.6, whose events bear no numbers of their own, know no such question, and an id
    longer than the standard's fits none.
    """
    return bool(session.seq_nos) and len(session.transaction_id) <= MAX_TRANSACTION_ID_LENGTH


def readiness(session: Session) -> Readiness:
    """Lost Updated events block nothing once begin and end are known (R-TX-5).

    What the station says of its queue ends every wait. A transaction that lost its power may be
    resumed: only the station knows, and those of 1.6 (no seqNos) do not resume. Who cannot be
    asked is given up (`watch_session`).
    """
    if session.closing is None:
        return Readiness.OPEN
    _, stopped_reason = session.closing
    if stopped_reason == POWER_LOSS and session.seq_nos:
        return Readiness.COMPLETE if session.is_over else Readiness.INCOMPLETE
    is_given_up = session.is_lost and not can_be_asked(session)
    if stopped_reason == LOST or session.has_told_all or is_given_up:
        return Readiness.COMPLETE
    both_ends = is_marked(session.begin) and is_marked(session.end)
    if session.started and (both_ends or not has_gap(session)):
        return Readiness.COMPLETE
    return Readiness.INCOMPLETE


def has_gap(session: Session) -> bool:
    """Whether an event between Started and Ended is missing; a need not be 0 (R-TX-3)."""
    if session.started is None or session.ended is None or not session.seq_nos:
        return False
    return not covers(session.seq_nos, session.started[0][0], session.ended[0][0])


def settlement_flags(session: Session) -> tuple[str, ...]:
    """What an ended session is settled in spite of, beside what its events were flagged for."""
    begin, end, token = session.begin, session.end, session.id_token
    told = {
        STARTED_MISSING: session.started is None,
        BEGIN_MISSING: not is_marked(begin),
        END_MISSING: not is_marked(end),
        GAP: has_gap(session),
        LOST_END: session.closing is not None and session.closing[1] == LOST,
        REGISTER_DECREASED: begin is not None and end is not None and end[2] < begin[2],
        UNPAID_RISK: token is not None and token[1].key in session.refused,
    }
    return tuple(flag for flag, applies in told.items() if applies)
