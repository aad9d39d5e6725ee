"""From facts to charging periods: one for each stretch of time in which nothing changes its price.

Times and energies are exact fractions. A period ends where another component becomes active (P3)
and where the vehicle stops or starts to ask for power (P11); neighbours priced alike are one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta, tzinfo
from fractions import Fraction
from itertools import pairwise
from math import floor

from corridor_kernel.ocpi.enums import TariffDimensionType as Dimension
from pricing.domain.cuts import cuts
from pricing.domain.energy import energy_curve
from pricing.domain.facts import Facts
from pricing.domain.parking import is_parking
from pricing.domain.restrictions import Moment, Quantity
from pricing.domain.tariff import PriceComponent, Tariff

_HOUR_MS = 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of a session: ms since its start, energy (Wh), and the components that count."""

    from_ms: Fraction
    to_ms: Fraction
    energy_wh: Fraction
    parking: bool
    components: Mapping[Dimension, PriceComponent]

    @property
    def seconds(self) -> Fraction:
        return (self.to_ms - self.from_ms) / 1000

    def volume(self, dimension: Dimension) -> Fraction:
        """Wh, seconds, or 1 for FLAT."""
        match dimension:
            case Dimension.ENERGY:
                return self.energy_wh
            case Dimension.TIME:
                return Fraction(0) if self.parking else self.seconds
            case Dimension.PARKING_TIME:
                return self.seconds if self.parking else Fraction(0)
            case Dimension.FLAT:
                return Fraction(1)


def periods_of(facts: Facts, tariff: Tariff, zone: tzinfo) -> tuple[Period, ...]:
    """The session's periods in order, at least one, without gaps: their energies add up."""
    return tuple(_merged(_stretches(facts, tariff, zone)))


def _stretches(facts: Facts, tariff: Tariff, zone: tzinfo) -> Iterator[Period]:
    curve = energy_curve(facts)
    so_far = Fraction(0)
    for start, end in pairwise(cuts(facts, tariff, zone, curve)):
        energy = curve.at(end) - so_far
        local = (facts.started_at + timedelta(milliseconds=floor(start))).astimezone(zone)
        moment = Moment(local, _quantities(start, end, so_far, energy))
        parking = is_parking(facts, start)
        yield Period(start, end, energy, parking, _components(tariff, moment, parking))
        so_far += energy


def _quantities(
    start: Fraction, end: Fraction, so_far: Fraction, energy: Fraction
) -> dict[Quantity, Fraction]:
    length = end - start
    return {
        Quantity.ENERGY_KWH: so_far / 1000,
        Quantity.DURATION_S: start / 1000,
        Quantity.POWER_KW: energy * _HOUR_MS / length / 1000 if length else Fraction(0),
    }


def _components(tariff: Tariff, moment: Moment, parking: bool) -> dict[Dimension, PriceComponent]:
    time = Dimension.PARKING_TIME if parking else Dimension.TIME
    found = {
        dimension: tariff.component(dimension, moment)
        for dimension in (Dimension.ENERGY, time, Dimension.FLAT)
    }
    return {dimension: component for dimension, component in found.items() if component}


def _merged(stretches: Iterable[Period]) -> Iterator[Period]:
    current: Period | None = None
    for next in stretches:
        if current is None:
            current = next
        elif (current.parking, current.components) == (next.parking, next.components):
            energy = current.energy_wh + next.energy_wh
            current = replace(current, to_ms=next.to_ms, energy_wh=energy)
        else:
            yield current
            current = next
    if current is not None:
        yield current
