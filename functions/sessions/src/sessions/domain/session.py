"""The fold: what a station says to a Session, in any order and any number of times (R-TX-2..5).

A Session is made of registers that merge: the earliest or the latest of what was said, by the
event's place in its transaction, and the set of seqNos seen. So `merge` is commutative,
associative and idempotent, and with it the fold; arrival plays no part.

Three registers hold instants of our own clock and are compared with nothing else: when the
transaction was last heard of, when the station last told how it stands, and when we gave it up.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from operator import or_
from typing import Any, Final

from corridor_kernel.times import to_text
from corridor_kernel.units import Wh
from sessions.domain.meter_reading import BeginReading, EndReading, begin_reading, end_reading
from sessions.domain.registers import Intervals, Place, earliest, joined, latest, united
from sessions.domain.status_report import StatusReport
from sessions.domain.transaction_event import (
    ENDED,
    RESUMED,
    STARTED,
    TIME_SUSPECT,
    IdToken,
    TransactionEvent,
)

LOCAL: Final = "Local"
"""What an absent stoppedReason means (R-TX-12)."""

LOST: Final = "Lost"
"""Our own reason: the station never said Ended, and never will."""

Status = tuple[tuple[str, str], bool | None, bool]
"""Instant and id of an answer to GetTransactionStatus, ongoingIndicator, messagesInQueue."""

_CHARGING = "Charging"

ACCEPTED: Final = "Accepted"


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
    shows_costs: bool = False
    refused: tuple[str, ...] = ()
    """Tokens that the station was told are not, or no longer, accepted (R-TX-9)."""
    begin: BeginReading | None = None
    end: EndReading | None = None
    resumed: tuple[Place, str] | None = None
    proven: str = ""
    heard: str = ""
    status: Status | None = None
    given_up: str = ""

    @property
    def started_at(self) -> str:
        """When the transaction started; until Started is here, the earliest instant told."""
        stamped = self.started or self.first
        return stamped[1] if stamped else ""

    @property
    def closing(self) -> tuple[str, str] | None:
        """When and why the transaction ended; None while it may go on.

        A lost one ended at the last instant that the station itself has proven.
        """
        if self.ended and not (self.resumed and self.resumed[0] > self.ended[0]):
            return self.ended[1:]
        return (max(self.proven, self.started_at), LOST) if self.is_lost else None

    @property
    def is_lost(self) -> bool:
        """Whether Ended is missing for good, so far as nothing was heard since we knew."""
        not_ongoing = self.status is not None and self.status[1] is False
        return (not_ongoing and self.has_told_all) or self.given_up > self.heard

    @property
    def is_over(self) -> bool:
        """Whether the station does not say that the transaction goes on, when asked at the end."""
        goes_on = self.status is not None and self.status[1] is True
        return self.is_lost or (self.has_told_all and not goes_on)

    @property
    def has_told_all(self) -> bool:
        """Whether the station has no more messages, by its own word after its last event."""
        return self.status is not None and not self.status[2] and self.status[0][0] >= self.heard

    @property
    def energy_wh(self) -> Wh:
        """What the register rose by, never below zero (R-TX-13)."""
        if self.begin is None or self.end is None:
            return Wh(Decimal(0))
        return Wh(max(self.end[2] - self.begin[2], Decimal(0)))


def fold(session: Session, told: TransactionEvent | StatusReport) -> Session:
    """The session with what an event or an answer says of it."""
    said = _said(told) if isinstance(told, TransactionEvent) else _reported(told)
    return merge(session, said)


def give_up(session: Session, at: str) -> Session:
    """The session as lost, unless it is heard of later than `at`."""
    return replace(session, given_up=max(session.given_up, at))


def empty(told: TransactionEvent | StatusReport) -> Session:
    """The session that something is told of, before anything is known of it."""
    return Session(told.session_id, told.station_id, told.transaction_id)


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
        shows_costs=event.shows_costs,
        refused=_refused(event),
        begin=begin_reading(event),
        end=end_reading(event),
        resumed=(place, instant) if event.trigger_reason == RESUMED else None,
        proven="" if TIME_SUSPECT in event.flags else instant,
        heard=to_text(event.received_at),
    )


def _refused(event: TransactionEvent) -> tuple[str, ...]:
    token = event.id_token
    return (token.key,) if token and token.status not in (None, ACCEPTED) else ()


def _reported(report: StatusReport) -> Session:
    return Session(
        session_id=report.session_id,
        station_id=report.station_id,
        transaction_id=report.transaction_id,
        status=((report.at, report.report_id), report.ongoing, report.messages_in_queue),
    )


def _stamped(place: Place, value: Any) -> Any:
    return None if value is None else (place, value)


_LATEST = {"last", "ended", "charging_state", "end", "resumed", "status"}
_OTHERS: Mapping[str, Callable[[Any, Any], Any]] = {
    "seq_nos": joined,
    "flags": united,
    "refused": united,
    "charged": or_,
    "shows_costs": or_,
    "proven": max,
    "heard": max,
    "given_up": max,
}
_NAMES = {"session_id", "station_id", "transaction_id"}
_JOINS: Mapping[str, Callable[[Any, Any], Any]] = {
    field.name: _OTHERS.get(field.name, latest if field.name in _LATEST else earliest)
    for field in fields(Session)
    if field.name not in _NAMES
}
