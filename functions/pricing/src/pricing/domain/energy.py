"""The energy of a session as a curve over time, linear between the meter's readings.

It starts at 0 Wh, never falls, and ends at the energy of the facts, whatever readings in between
are missing, doubled, out of order or rolled back: what is billed in total is not decided here.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from math import lcm

from pricing.domain.facts import Facts
from pricing.domain.timeline import Ms


@dataclass(frozen=True, slots=True)
class EnergyCurve:
    """Energy, never falling, at times (ms since the start, each once, rising from 0).

    Energies are whole units of 1/`scale` Wh: whole numbers are exact, and quick.
    """

    times: tuple[int, ...]
    units: tuple[int, ...]
    scale: int

    def at(self, ms: Ms) -> Fraction:
        """Energy until then, in Wh."""
        if ms >= self.times[-1]:
            return Fraction(self.units[-1], self.scale)
        after = bisect_right(self.times, ms)
        start, energy = self.times[after - 1], self.units[after - 1]
        rise, length = self.units[after] - energy, self.times[after] - start
        return Fraction(energy * length + rise * (ms - start), self.scale * length)

    def reaches(self, wh: Decimal) -> Ms | None:
        """The first moment (ms) with that much energy; None if there is none."""
        sought = Fraction(wh) * self.scale
        after = bisect_left(self.units, sought)
        if sought <= 0:
            return 0
        if after in (0, len(self.units)):
            return None
        start, energy = self.times[after - 1], self.units[after - 1]
        rise, length = self.units[after] - energy, self.times[after] - start
        return start + (sought - energy) * length / rise


def energy_curve(facts: Facts) -> EnergyCurve:
    """The curve through the readings; one after the end changes nothing before it.

    At the start no energy has flowed yet, unless the session has no length.
    """
    readings: dict[int, Decimal] = {}
    for instant, register in facts.telemetry:
        ms = facts.offset_ms(instant)
        if ms > 0:
            energy = min(register - facts.meter_start_wh, facts.energy_wh)
            readings[ms] = max(readings.get(ms, energy), energy)
    readings[0] = Decimal(0)
    readings[facts.duration_ms] = facts.energy_wh
    times = tuple(sorted(readings))
    return _curve(times, accumulate((readings[ms] for ms in times), max))


def _curve(times: tuple[int, ...], energies: Iterable[Decimal]) -> EnergyCurve:
    ratios = [energy.as_integer_ratio() for energy in energies]
    scale = lcm(*(denominator for _, denominator in ratios))
    units = (numerator * (scale // denominator) for numerator, denominator in ratios)
    return EnergyCurve(times, tuple(units), scale)
