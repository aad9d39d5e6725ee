"""The energy of a session as a curve over time, linear between the meter's readings.

It starts at 0 Wh, never falls, and ends at the energy of the facts, whatever readings in between
are missing, doubled, out of order or rolled back: what is billed in total is not decided here.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from pricing.domain.facts import Facts


@dataclass(frozen=True, slots=True)
class EnergyCurve:
    """Energy (Wh, never falling) at times (ms since the start, each once, rising from 0)."""

    times: tuple[int, ...]
    energies: tuple[Decimal, ...]

    def at(self, ms: Fraction) -> Fraction:
        """Energy until then, in Wh."""
        if ms >= self.times[-1]:
            return Fraction(self.energies[-1])
        after = bisect_right(self.times, ms)
        return _line(
            ms,
            (Fraction(self.times[after - 1]), Fraction(self.energies[after - 1])),
            (Fraction(self.times[after]), Fraction(self.energies[after])),
        )

    def reaches(self, wh: Decimal) -> Fraction | None:
        """The first moment (ms) with that much energy; None if there is none."""
        after = bisect_left(self.energies, wh)
        if after == len(self.energies):
            return None
        if after == 0:
            return Fraction(0)
        return _line(
            Fraction(wh),
            (Fraction(self.energies[after - 1]), Fraction(self.times[after - 1])),
            (Fraction(self.energies[after]), Fraction(self.times[after])),
        )


def energy_curve(facts: Facts) -> EnergyCurve:
    """The curve through the readings; one after the end changes nothing before it."""
    readings = {0: Decimal(0)}
    for instant, register in facts.telemetry:
        ms = facts.offset_ms(instant)
        if ms >= 0:
            energy = min(register - facts.meter_start_wh, facts.energy_wh)
            readings[ms] = max(readings.get(ms, energy), energy)
    readings[facts.duration_ms] = facts.energy_wh
    times = tuple(sorted(readings))
    return EnergyCurve(times, tuple(accumulate((readings[ms] for ms in times), max)))


def _line(x: Fraction, a: tuple[Fraction, Fraction], b: tuple[Fraction, Fraction]) -> Fraction:
    return a[1] + (b[1] - a[1]) * (x - a[0]) / (b[0] - a[0])
