"""How far the register of an EVSE went in a session, and what it did between two (R-TX-13, J02)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from corridor_kernel.events import Event
from corridor_kernel.times import from_text
from corridor_kernel.units import Wh
from sessions.domain.announcements import SOURCE
from sessions.domain.meter_reading import is_marked
from sessions.domain.session import Session
from sessions.domain.transaction_event import TIME_SUSPECT

TOLERANCE_WH: Final = Decimal(10)
"""Meters show steps of 0.01 kWh; what is less is no energy that anybody took."""

ENERGY_MISSING: Final = "energy_missing"
METER_CHANGED: Final = "meter_changed"


@dataclass(frozen=True, slots=True)
class Span:
    """A register is None until the station itself has named it as begin or end."""

    session_id: str
    station_id: str
    evse_id: int
    started_at: str
    begin_wh: Wh | None
    end_wh: Wh | None


def span_of(session: Session) -> Span | None:
    """None while place or time of the session are unknown or in doubt."""
    if session.started is None or session.evse_id is None or TIME_SUSPECT in session.flags:
        return None
    begin, end = session.begin, session.end
    return Span(
        session_id=session.session_id,
        station_id=session.station_id,
        evse_id=session.evse_id[1],
        started_at=session.started_at,
        begin_wh=Wh(begin[2]) if begin and is_marked(begin) else None,
        end_wh=Wh(end[2]) if end and is_marked(end) and session.ended else None,
    )


def leap(earlier: Span | None, later: Span | None) -> Decimal | None:
    """What the register rose by between two sessions, below 0 if it fell.

    Told only when the later one has ended: by then the station's queue has brought what was
    between them.
    """
    if earlier is None or later is None or later.end_wh is None:
        return None
    if earlier.end_wh is None or later.begin_wh is None:
        return None
    return later.begin_wh - earlier.end_wh


def flag_of(wh: Decimal | None) -> str | None:
    """What a leap says of the later session."""
    if wh is None or abs(wh) <= TOLERANCE_WH:
        return None
    return ENERGY_MISSING if wh > 0 else METER_CHANGED


def leaps(earlier: Span, later: Span) -> Iterator[Event]:
    """EnergyMissing: somebody took energy between two sessions that is in neither."""
    wh = leap(earlier, later)
    if wh is not None and flag_of(wh) == ENERGY_MISSING:
        data = {
            "station_id": later.station_id,
            "evse_id": later.evse_id,
            "energy_wh": format(wh, "f"),
            "earlier_session_id": earlier.session_id,
            "later_session_id": later.session_id,
        }
        key = f"EnergyMissing/{earlier.session_id}/{later.session_id}/{wh:f}"
        yield Event(SOURCE, "EnergyMissing", key, from_text(later.started_at), data)
