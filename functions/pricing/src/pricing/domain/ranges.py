"""When the restrictions to a range of energy, current, power or duration hold (P3).

A signal that is missing is no signal: power is what the energy between two readings makes it, and
where no current was ever reported it is 0 A. So no price for a high current or power is charged
that nobody measured.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from pricing.domain.energy import EnergyCurve
from pricing.domain.facts import Facts
from pricing.domain.restrictions import Quantity, Range
from pricing.domain.timeline import ALWAYS, NEVER, Ms, Timeline, timeline

_HOUR_S = 3600


def timelines(
    ranges: Iterable[Range], facts: Facts, curve: EnergyCurve
) -> Mapping[Range, Timeline]:
    """When each of them holds during the session."""
    return {range: _timeline(range, facts, curve) for range in ranges}


def before_charging(ranges: Iterable[Range]) -> Mapping[Range, Timeline]:
    """When each of them holds during a reservation, whose own duration counts: nothing flows."""
    return {
        range: _between(range, _ms)
        if range.quantity is Quantity.DURATION_S
        else (ALWAYS if range.has(0) else NEVER)
        for range in ranges
    }


def _timeline(range: Range, facts: Facts, curve: EnergyCurve) -> Timeline:
    match range.quantity:
        case Quantity.DURATION_S:
            return _between(range, _ms)
        case Quantity.ENERGY_KWH:
            return _between(range, lambda kwh: curve.reaches(kwh * 1000))
        case Quantity.CURRENT_A:
            return timeline((ms, range.has(ampere)) for ms, ampere in _currents(facts))
        case Quantity.POWER_KW:
            return timeline((ms, range.has(power)) for ms, power in _powers(curve))


def _between(range: Range, reached: Callable[[Decimal], Ms | None]) -> Timeline:
    """For a quantity that never falls: from the moment of the low bound to that of the high."""
    start = -1 if range.low is None else reached(range.low)
    end = None if range.high is None else reached(range.high)
    if start is None or (end is not None and end <= start):
        return NEVER
    return Timeline((start,) if end is None else (start, end))


def _ms(seconds: Decimal) -> Fraction:
    return Fraction(seconds) * 1000


def _currents(facts: Facts) -> Iterator[tuple[int, Decimal]]:
    """Each holds until the next; until the first it is 0 A."""
    reported = [(facts.offset_ms(instant), ampere) for instant, ampere in facts.currents]
    yield min(0, reported[0][0]) if reported else 0, Decimal(0)
    yield from reported


def _powers(curve: EnergyCurve) -> Iterator[tuple[int, Fraction]]:
    """kW from each reading on: energy rises evenly until the next."""
    yield 0, Fraction(0)
    for (start, before), (end, after) in pairwise(zip(curve.times, curve.units, strict=True)):
        yield start, Fraction((after - before) * _HOUR_S, curve.scale * (end - start))
