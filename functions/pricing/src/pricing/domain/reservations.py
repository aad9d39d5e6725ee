"""The time of a reservation as periods of its own (P4).

A reservation that was used costs what RESERVATION elements say, and the session follows. One that
expired costs what RESERVATION_EXPIRES elements say and, for a dimension that these do not have,
what RESERVATION elements say; there is no session. Its elements look at the site's clock and at
the reservation's own duration; no energy flows yet.
"""

from collections.abc import Iterator
from datetime import tzinfo
from fractions import Fraction

from corridor_kernel.ocpi.enums import ReservationRestrictionType as Kind
from corridor_kernel.ocpi.enums import TariffDimensionType as Dimension
from pricing.domain.cuts import cuts, stretches
from pricing.domain.facts import Facts, ReservedTime
from pricing.domain.periods import Period
from pricing.domain.ranges import before_charging
from pricing.domain.selection import Components, selection
from pricing.domain.tariff import Element, Tariff
from pricing.domain.timeline import Ms

_DIMENSIONS = (Dimension.FLAT, Dimension.TIME)


def reserved_periods(facts: Facts, tariff: Tariff, zone: tzinfo) -> tuple[Period, ...]:
    """In order, none without a reservation; they begin before 0, which is the session's start."""
    reserved = facts.reservation
    return () if reserved is None else tuple(_periods(reserved, facts, tariff, zone))


def _periods(
    reserved: ReservedTime, facts: Facts, tariff: Tariff, zone: tzinfo
) -> Iterator[Period]:
    elements = _elements(reserved, tariff)
    ranges = before_charging({range for each in elements for range in each.ranges})
    choice = selection(elements, ranges, reserved.from_instant, zone)

    def components(ms: Ms) -> Components:
        return choice.components(ms, _DIMENSIONS)

    shift = facts.offset_ms(reserved.from_instant)
    length = facts.offset_ms(reserved.to_instant) - shift
    for start, end, found in stretches(cuts(choice, length, ranges.values()), components):
        yield Period(
            Fraction(shift + start), Fraction(shift + end), Fraction(0), False, found, reserved=True
        )


def _elements(reserved: ReservedTime, tariff: Tariff) -> tuple[Element, ...]:
    """Those of an expiry come first: what they have, the others no longer add."""
    ordinary = tariff.elements_of(Kind.RESERVATION)
    return ordinary if reserved.used else tariff.elements_of(Kind.RESERVATION_EXPIRES) + ordinary
