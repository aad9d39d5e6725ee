"""What pricing is told of an ended session: its facts, out of the session and its events.

Readings, states and currents lie between start and end and follow each other in time, whatever the
order of arrival. A task of a state machine carries at most 256 KiB, so a series that is longer than
its limit keeps every n-th entry, the first and the last: the same events make the same facts.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from sessions.domain.progress import settlement_flags
from sessions.domain.registers import united
from sessions.domain.series import changes, currents, rising, thinned
from sessions.domain.session import Session
from sessions.domain.transaction_event import ENDED, STARTED, TIME_SUSPECT, TransactionEvent

MAX_READINGS: Final = 2000
MAX_STATES: Final = 1000
MAX_CURRENTS: Final = 1000

CONFLICTING_EVENT: Final = "conflicting_event"
NO_METER_VALUES: Final = "no_meter_values"
REGISTER_NOT_MONOTONE: Final = "register_not_monotone"
THINNED: Final = "thinned"


class NotBillable(Exception):
    """Why a person has to look: the class name of what is raised is the reason."""


class NotEnded(NotBillable):
    """The station never said that the transaction ended, nor that it is over."""


class WrittenOff(NotBillable):
    """A person decided that it is never billed."""


class TimeSuspect(NotBillable):
    """Started or Ended bears an impossible time, so no duration can be billed (R-TX-8)."""


class EventsExpired(NotBillable):
    """Its first or last event is not kept any more, nor what was measured and when it charged."""


def facts(session: Session, events: Iterable[TransactionEvent]) -> dict[str, Any]:
    """Instants are RFC 3339, registers and energy texts in Wh, currents in A; NotBillable."""
    if session.closing is None:
        raise NotEnded(f"{session.session_id} has not ended")
    known = {event.place: event for event in events}
    if not {stamped[0] for stamped in (session.first, session.last) if stamped} <= known.keys():
        raise EventsExpired(f"{len(known)} events of {session.session_id} are left")
    in_order = [known[place] for place in sorted(known)]
    ended_at, stopped_reason = session.closing
    if ended_at < session.started_at or any(map(_misdates, in_order)):
        raise TimeSuspect(f"{session.started_at} to {ended_at}")
    readings, all_rise = rising(session, ended_at, in_order)
    states = changes(session.started_at, ended_at, in_order)
    drawn = currents(session.started_at, ended_at, in_order)
    told = {
        CONFLICTING_EVENT: is_conflicting(in_order),
        NO_METER_VALUES: session.begin is None,
        REGISTER_NOT_MONOTONE: not all_rise,
        THINNED: len(readings) > MAX_READINGS
        or len(states) > MAX_STATES
        or len(drawn) > MAX_CURRENTS,
    }
    return _who(session) | {
        "started_at": session.started_at,
        "ended_at": ended_at,
        "stopped_reason": stopped_reason,
        "meter_start_wh": _text(readings[0][1]),
        "meter_stop_wh": _text(readings[-1][1]),
        "energy_wh": _text(session.energy_wh),
        "registered_wh": _text(session.energy_wh),
        "telemetry": [[instant, _text(wh)] for instant, wh in thinned(readings, MAX_READINGS)],
        "states": [list(entry) for entry in thinned(states, MAX_STATES)],
        "currents": [[instant, _text(a)] for instant, a in thinned(drawn, MAX_CURRENTS)],
        "flags": flags(session, [flag for flag, applies in told.items() if applies]),
    }


def flags(session: Session, more: Iterable[str] = ()) -> list[str]:
    """Everything that is to be known of an ended session's quality."""
    return list(united(united(session.flags, settlement_flags(session)), more))


def is_conflicting(events: Iterable[TransactionEvent]) -> bool:
    """Whether two events claim one place: a seqNo or, where there are none, begin or end (R-TX-2).

    `events` are of one session, none of them twice.
    """
    places = [
        (event.seq_no, "") if event.is_numbered else (0, event.kind)
        for event in events
        if event.is_numbered or event.kind in {STARTED, ENDED}
    ]
    return len(set(places)) < len(places)


def _misdates(event: TransactionEvent) -> bool:
    return event.kind in {STARTED, ENDED} and TIME_SUSPECT in event.flags


def _who(session: Session) -> dict[str, Any]:
    token = session.id_token[1] if session.id_token else None
    return {
        "session_id": session.session_id,
        "station_id": session.station_id,
        "transaction_id": session.transaction_id,
        "evse_id": session.evse_id[1] if session.evse_id else None,
        "connector_id": session.connector_id[1] if session.connector_id else None,
        "id_token": {"id_token": token.id_token, "type": token.type} if token else None,
    }


def _text(number: Decimal) -> str:
    return format(number, "f")
