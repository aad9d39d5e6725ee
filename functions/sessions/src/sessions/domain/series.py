"""Register readings and charging states of a session as series in time."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TypeVar

from corridor_kernel.ocpp.meter_values import current_a
from corridor_kernel.times import to_text
from sessions.domain.session import Session
from sessions.domain.transaction_event import TransactionEvent

Reading = tuple[str, Decimal]
"""Instant, register in Wh."""

Entry = TypeVar("Entry")


def rising(
    session: Session, ended_at: str, events: Iterable[TransactionEvent]
) -> tuple[list[Reading], bool]:
    """The begin, every reading between that fits a rising register, and the end.

    Also whether all readings fitted. Without readings the register stands at 0.
    """
    begin = session.begin[1:] if session.begin else (session.started_at, Decimal(0))
    end = session.end[1:] if session.end else (ended_at, Decimal(0))
    first = _within(begin[0], session.started_at, ended_at)
    last = _within(end[0], first, ended_at)
    highest, stop = begin[1], max(begin[1], end[1])
    between: dict[str, Decimal] = {}
    all_rise = True
    for instant, register in sorted(_registers(events)):
        if not highest <= register <= stop:
            all_rise = False
            continue
        highest = register
        if first < instant < last:
            between[instant] = register
    return [(first, begin[1]), *between.items(), (last, stop)], all_rise


def changes(
    started_at: str, ended_at: str, events: Iterable[TransactionEvent]
) -> list[tuple[str, str]]:
    """Each charging state from the instant at which it began, in the station's order."""
    found: list[tuple[str, str]] = []
    for event in events:
        if event.charging_state and (not found or found[-1][1] != event.charging_state):
            earliest = found[-1][0] if found else started_at
            found.append((_within(event.place[1], earliest, ended_at), event.charging_state))
    return found


def currents(
    started_at: str, ended_at: str, events: Iterable[TransactionEvent]
) -> list[tuple[str, Decimal]]:
    """The sum over the phases (A) at each instant from which another one holds, rising in time."""
    told = {
        max(instant, started_at): ampere
        for instant, ampere in sorted(_currents(events))
        if instant < ended_at
    }
    found: list[tuple[str, Decimal]] = []
    for instant, ampere in told.items():
        if not found or found[-1][1] != ampere:
            found.append((instant, ampere))
    return found


def thinned(entries: Sequence[Entry], limit: int) -> list[Entry]:
    """At most `limit` + 1 entries: every n-th, always the first and the last."""
    step = -(-len(entries) // limit) or 1
    kept = list(entries[::step])
    return kept if (len(entries) - 1) % step == 0 else [*kept, entries[-1]]


def _registers(events: Iterable[TransactionEvent]) -> Iterable[Reading]:
    for event in events:
        for sample in event.samples:
            if sample.register_wh is not None:
                yield to_text(sample.instant), sample.register_wh


def _currents(events: Iterable[TransactionEvent]) -> Iterable[tuple[str, Decimal]]:
    for event in events:
        for sample in event.samples:
            ampere = current_a(sample)
            if ampere is not None:
                yield to_text(sample.instant), ampere


def _within(instant: str, earliest: str, latest: str) -> str:
    return min(max(instant, earliest), latest)
