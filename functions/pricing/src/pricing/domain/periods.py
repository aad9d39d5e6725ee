"""From facts to charging periods: one for each stretch of time in which nothing changes its price.

Times and energies are exact. A period ends where another component becomes active (P3) and where
the vehicle stops or starts to ask for power (P11); neighbours priced alike are one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import tzinfo
from fractions import Fraction

from corridor_kernel.ocpi.enums import TariffDimensionType as Dimension
from pricing.domain.cuts import Stretch, cuts, stretches
from pricing.domain.energy import EnergyCurve, energy_curve
from pricing.domain.facts import Facts
from pricing.domain.parking import parking
from pricing.domain.ranges import timelines
from pricing.domain.selection import Components, selection
from pricing.domain.tariff import Tariff
from pricing.domain.timeline import Ms


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time: ms since the session's start, energy (Wh), the components that count.

    What is `reserved` is the time before the session, or instead of it (P4).
    """

    from_ms: Fraction
    to_ms: Fraction
    energy_wh: Fraction
    parking: bool
    components: Components
    reserved: bool = False

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
    curve, parked = energy_curve(facts), parking(facts)
    elements = tariff.elements_of(None)
    ranges = timelines({range for each in elements for range in each.ranges}, facts, curve)
    choice = selection(elements, ranges, facts.started_at, zone)

    def state(ms: Ms) -> tuple[bool, Components]:
        is_parked = parked.holds(ms)
        time = Dimension.PARKING_TIME if is_parked else Dimension.TIME
        return is_parked, choice.components(ms, (Dimension.ENERGY, time, Dimension.FLAT))

    moments = cuts(choice, facts.duration_ms, (parked, *ranges.values()))
    return tuple(_with_energies(stretches(moments, state), curve))


def _with_energies(
    found: Iterable[Stretch[tuple[bool, Components]]], curve: EnergyCurve
) -> Iterator[Period]:
    before = Fraction(0)
    for start, end, (is_parked, components) in found:
        energy = curve.at(end)
        yield Period(Fraction(start), Fraction(end), energy - before, is_parked, components)
        before = energy
