"""A car at the plug: how much it wants, and how fast it takes it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Curve:
    """Power over a charge: a ramp, a plateau, then a taper that falls with the energy taken."""

    max_power_w: float = 150_000
    min_power_w: float = 15_000
    ramp_s: float = 60
    taper_from: float = 0.7

    def power_w(self, share: float, seconds: float) -> float:
        """Power at `share` (0..1) of the wanted energy, `seconds` after the contactor closed."""
        if share >= 1:
            return 0
        ramp = min(1.0, seconds / self.ramp_s) if self.ramp_s else 1.0
        left = min(1.0, (1 - share) / (1 - self.taper_from))
        plateau = self.min_power_w + (self.max_power_w - self.min_power_w) * left
        return plateau * ramp


@dataclass(frozen=True, slots=True)
class Vehicle:
    """Wants `wanted_wh`, then stops asking for power (SuspendedEV)."""

    wanted_wh: float = 40_000
    curve: Curve = Curve()
