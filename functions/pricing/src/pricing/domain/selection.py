"""Which price components count at a moment: per dimension the first element's that matches (P1)."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from math import floor

from corridor_kernel.ocpi.enums import TariffDimensionType as Dimension
from pricing.domain.restrictions import Clock, Range, TimeOfDay, allows, minutes_of
from pricing.domain.tariff import Element, PriceComponent
from pricing.domain.timeline import Ms, Timeline

Components = Mapping[Dimension, PriceComponent]


@dataclass(frozen=True, slots=True)
class _Choice:
    """An element with the timelines of its ranges."""

    components: tuple[PriceComponent, ...]
    clock: tuple[Clock, ...]
    timelines: tuple[Timeline, ...]

    def matches(self, ms: Ms, local: datetime) -> bool:
        for timeline in self.timelines:
            if not timeline.holds(ms):
                return False
        return all(allows(restriction, local) for restriction in self.clock)


@dataclass(frozen=True, slots=True)
class Selection:
    """Elements at a site, over a course of time that begins at `start`.

    `minutes`: those of the local day at which the clock may open or close an element. Between two
    of them only one slot's choices can match: there may be a price for each quarter of an hour.
    """

    start: datetime
    zone: tzinfo
    minutes: Sequence[int]
    slots: Sequence[Sequence[_Choice]]

    def components(self, ms: Ms, dimensions: Iterable[Dimension]) -> Components:
        """In the order of the dimensions, those that have one; nothing is charged for others."""
        local = (self.start + timedelta(milliseconds=floor(ms))).astimezone(self.zone)
        found: dict[Dimension, PriceComponent] = {}
        for choice in self.slots[bisect_right(self.minutes, local.hour * 60 + local.minute)]:
            if choice.matches(ms, local):
                for component in choice.components:
                    found.setdefault(component.type, component)
        return {dimension: found[dimension] for dimension in dimensions if dimension in found}


def selection(
    elements: Iterable[Element],
    timelines: Mapping[Range, Timeline],
    start: datetime,
    zone: tzinfo,
) -> Selection:
    """`timelines` has all ranges of the elements."""
    choices = [
        _Choice(each.components, each.clock, tuple(timelines[range] for range in each.ranges))
        for each in elements
    ]
    clocks = (restriction for choice in choices for restriction in choice.clock)
    minutes = sorted({minute for restriction in clocks for minute in minutes_of(restriction)})
    slots: list[list[_Choice]] = [[] for _ in range(len(minutes) + 1)]
    for choice in choices:
        for slot in _slots(choice.clock, minutes):
            slots[slot].append(choice)
    return Selection(start, zone, minutes, slots)


def _slots(clock: Iterable[Clock], minutes: Sequence[int]) -> Iterable[int]:
    """Where the choice can match; slot n is from the n-th of the minutes on, 0 before the first."""
    for restriction in clock:
        if isinstance(restriction, TimeOfDay):
            first = bisect_right(minutes, restriction.from_minute)
            end = bisect_right(minutes, restriction.to_minute)
            if restriction.from_minute < restriction.to_minute:
                return range(first, end)
            return (*range(end), *range(first, len(minutes) + 1))
    return range(len(minutes) + 1)
