"""The fold: transaction events to a Session, in any order and any number of times (R-TX-2..5).

A Session is made of registers that merge: the earliest or the latest of what was said, by the
event's place in its transaction, and the set of seqNos seen. So `merge` is commutative,
associative and idempotent, and with it the fold; arrival plays no part.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from operator import or_
from typing import Any, Final

from corridor_kernel.units import Wh
from sessions.domain.meter_reading import BeginReading, EndReading, begin_reading, end_reading
from sessions.domain.registers import Intervals, Place, earliest, joined, latest, united
from sessions.domain.transaction_event import ENDED, STARTED, IdToken, TransactionEvent

LOCAL: Final = "Local"
"""What an absent stoppedReason means (R-TX-12)."""

_CHARGING = "Charging"


@dataclass(frozen=True, slots=True)
class Session:
    """What is known of one transaction; instants are RFC 3339 texts, energy is in Wh."""

    session_id: str
    station_id: str
    transaction_id: str
    seq_nos: Intervals = ()
    flags: tuple[str, ...] = ()
    first: tuple[Place, str] | None = None
    last: tuple[Place, str] | None = None
    started: tuple[Place, str] | None = None
    ended: tuple[Place, str, str] | None = None
    evse_id: tuple[Place, int] | None = None
    connector_id: tuple[Place, int] | None = None
    id_token: tuple[Place, IdToken] | None = None
    remote_start_id: tuple[Place, int] | None = None
    reservation_id: tuple[Place, int] | None = None
    charging_state: tuple[Place, str] | None = None
    charged: bool = False
    begin: BeginReading | None = None
    end: EndReading | None = None

    @property
    def started_at(self) -> str:
        """When the transaction started; until Started is here, the earliest instant told."""
        stamped = self.started or self.first
        return stamped[1] if stamped else ""

    @property
    def energy_wh(self) -> Wh:
        """What the register rose by, never below zero (R-TX-13)."""
        if self.begin is None or self.end is None:
            return Wh(Decimal(0))
        return Wh(max(self.end[2] - self.begin[2], Decimal(0)))


def fold(session: Session, event: TransactionEvent) -> Session:
    """The session with what `event` says of it."""
    return merge(session, _said(event))


def empty(event: TransactionEvent) -> Session:
    """The session of an event, before anything is known of it."""
    return Session(event.session_id, event.station_id, event.transaction_id)


def merge(one: Session, other: Session) -> Session:
    """What both say of the same session."""
    merged = {name: join(getattr(one, name), getattr(other, name)) for name, join in _JOINS.items()}
    return Session(one.session_id, one.station_id, one.transaction_id, **merged)


def _said(event: TransactionEvent) -> Session:
    place, instant = event.place, event.place[1]
    ending = (place, instant, event.stopped_reason or LOCAL)
    return Session(
        session_id=event.session_id,
        station_id=event.station_id,
        transaction_id=event.transaction_id,
        seq_nos=((event.seq_no, event.seq_no),) if event.is_numbered else (),
        flags=event.flags,
        first=(place, instant),
        last=(place, instant),
        started=(place, instant) if event.kind == STARTED else None,
        ended=ending if event.kind == ENDED else None,
        evse_id=_stamped(place, event.evse_id),
        connector_id=_stamped(place, event.connector_id),
        id_token=_stamped(place, event.id_token),
        remote_start_id=_stamped(place, event.remote_start_id),
        reservation_id=_stamped(place, event.reservation_id),
        charging_state=_stamped(place, event.charging_state),
        charged=event.charging_state == _CHARGING,
        begin=begin_reading(event),
        end=end_reading(event),
    )


def _stamped(place: Place, value: Any) -> Any:
    return None if value is None else (place, value)


_LATEST = {"last", "ended", "charging_state", "end"}
_OTHERS: Mapping[str, Callable[[Any, Any], Any]] = {
    "seq_nos": joined,
    "flags": united,
    "charged": or_,
}
_NAMES = {"session_id", "station_id", "transaction_id"}
_JOINS: Mapping[str, Callable[[Any, Any], Any]] = {
    field.name: _OTHERS.get(field.name, latest if field.name in _LATEST else earliest)
    for field in fields(Session)
    if field.name not in _NAMES
}
