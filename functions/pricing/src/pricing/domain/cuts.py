"""The moments at which the price of a session may change: where periods end."""

from collections.abc import Iterator
from datetime import tzinfo
from decimal import Decimal
from fractions import Fraction

from pricing.domain.energy import EnergyCurve
from pricing.domain.facts import Facts
from pricing.domain.local_times import boundaries
from pricing.domain.restrictions import (
    Dates,
    Quantity,
    Range,
    Restriction,
    TimeOfDay,
    Weekdays,
)
from pricing.domain.tariff import Tariff


def cuts(facts: Facts, tariff: Tariff, zone: tzinfo, curve: EnergyCurve) -> list[Fraction]:
    """Rising moments in ms, the first is 0 and the last the session's end; at least two."""
    end = Fraction(facts.duration_ms)
    moments = (Fraction(ms) for ms in _candidates(facts, tariff, zone, curve))
    return [Fraction(0), *sorted({ms for ms in moments if 0 < ms < end}), end]


def _candidates(
    facts: Facts, tariff: Tariff, zone: tzinfo, curve: EnergyCurve
) -> Iterator[Fraction | int]:
    for instant, _ in facts.states:
        yield facts.offset_ms(instant)
    restrictions = set(tariff.restrictions)
    minutes = {minute for restriction in restrictions for minute in _minutes(restriction)}
    if minutes:
        for instant in boundaries(facts.started_at, facts.ended_at, zone, minutes):
            yield facts.offset_ms(instant)
    for restriction in restrictions:
        if isinstance(restriction, Range):
            yield from _crossings(restriction, curve)


def _minutes(restriction: Restriction) -> tuple[int, ...]:
    match restriction:
        case TimeOfDay(start, end):
            return start, end
        case Dates() | Weekdays():
            return (0,)
        case _:
            return ()


def _crossings(restriction: Range, curve: EnergyCurve) -> Iterator[Fraction | int]:
    if restriction.quantity is Quantity.POWER_KW:
        yield from curve.times
        return
    for bound in (restriction.low, restriction.high):
        if bound is not None:
            yield from _reached(restriction.quantity, bound, curve)


def _reached(quantity: Quantity, bound: Decimal, curve: EnergyCurve) -> Iterator[Fraction]:
    if quantity is Quantity.DURATION_S:
        yield Fraction(bound) * 1000
    else:
        moment = curve.reaches(bound * 1000)
        if moment is not None:
            yield moment
