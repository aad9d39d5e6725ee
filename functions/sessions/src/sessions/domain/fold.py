"""The fold: what a station says to a Session, in any order and any number of times (R-TX-2..5).

Registers merge: the earliest or the latest of what was said, by the event's place in its
transaction, and the set of seqNos seen. So `merge` is commutative, associative and idempotent, and
with it the fold; arrival plays no part.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from operator import or_
from typing import Any, Final

from corridor_kernel.ocpp.id_tokens import AuthorizationStatus
from corridor_kernel.times import to_text
from sessions.domain.meter_reading import begin_reading, end_reading
from sessions.domain.registers import Place, earliest, joined, latest, united
from sessions.domain.session import Session
from sessions.domain.status_report import StatusReport
from sessions.domain.transaction_event import (
    ENDED,
    RESUMED,
    STARTED,
    TIME_SUSPECT,
    TransactionEvent,
)

LOCAL: Final = "Local"
"""What an absent stoppedReason means (R-TX-12)."""

_CHARGING: Final = "Charging"


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
    if token is None or token.status in (None, AuthorizationStatus.ACCEPTED):
        return ()
    return (token.key,)


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
