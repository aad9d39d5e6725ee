"""The moments at which a price may change, and the stretches between those at which it does."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import TypeVar

from pricing.domain.local_times import boundaries
from pricing.domain.selection import Selection
from pricing.domain.timeline import Ms, Timeline

State = TypeVar("State")
Stretch = tuple[Ms, Ms, State]

_MILLISECOND = timedelta(milliseconds=1)


def cuts(selection: Selection, end_ms: int, timelines: Iterable[Timeline]) -> list[Ms]:
    """Rising moments in ms, the first is 0 and the last the end; at least two."""
    start = selection.start
    moments = {ms for timeline in timelines for ms in timeline.switches}
    if selection.minutes:
        end = start + end_ms * _MILLISECOND
        for instant in boundaries(start, end, selection.zone, selection.minutes):
            moments.add((instant - start) // _MILLISECOND)
    return [0, *sorted(ms for ms in moments if 0 < ms < end_ms), end_ms]


def stretches(moments: Sequence[Ms], state: Callable[[Ms], State]) -> Iterator[Stretch[State]]:
    """From one moment to another, with the state at its start; neighbours in one state are one."""
    start, known = moments[0], state(moments[0])
    for moment in moments[1:-1]:
        next = state(moment)
        if next != known:
            yield start, moment, known
            start, known = moment, next
    yield start, moments[-1], known
