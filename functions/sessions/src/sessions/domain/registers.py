"""Values that can be merged in any order, any number of times, with the same result.

A stamped value carries the place of the event that said it; the earliest or the latest stays.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

Place = tuple[int, str, str]
"""An event's place in its transaction: seqNo, timestamp, digest (R-TX-4)."""

Intervals = tuple[tuple[int, int], ...]
"""Whole numbers as ascending `(first, last)` runs that neither touch nor overlap."""

T = TypeVar("T", bound=tuple[Any, ...])


def earliest(one: T | None, other: T | None) -> T | None:
    """Whichever comes first; None stands for nothing said."""
    return min((value for value in (one, other) if value is not None), key=_place, default=None)


def latest(one: T | None, other: T | None) -> T | None:
    """Whichever comes last; None stands for nothing said."""
    return max((value for value in (one, other) if value is not None), key=_place, default=None)


def united(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    """The words of both, each once, sorted."""
    return tuple(sorted({*one, *other}))


def joined(one: Intervals, other: Intervals) -> Intervals:
    """The numbers of both."""
    runs: list[tuple[int, int]] = []
    for first, last in sorted((*one, *other)):
        if runs and first <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(runs[-1][1], last))
        else:
            runs.append((first, last))
    return tuple(runs)


def covers(intervals: Intervals, first: int, last: int) -> bool:
    """Whether every number from `first` to `last` is there."""
    return first > last or any(run[0] <= first and last <= run[1] for run in intervals)


def _place(stamped: T) -> Any:
    return stamped[0]
