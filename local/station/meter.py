"""The meter of one EVSE: an import register in Wh that only ever rises."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from local.station.vehicle import Vehicle

STEP_S = 1.0
RESOLUTION_WH = Decimal("0.1")

Limit = Callable[[datetime], float | None]


class Meter:
    """Integrates a vehicle's curve; read `register_wh` and `power_w` after `advance`."""

    def __init__(self, register_wh: float) -> None:
        self._register_wh = register_wh
        self._taken_wh = 0.0
        self._charging_s = 0.0
        self._at: datetime | None = None
        self.power_w = 0.0

    @property
    def register_wh(self) -> Decimal:
        """What the display shows: tenths of a Wh, cut off."""
        return int(self._register_wh * 10) * RESOLUTION_WH

    def close_contactor(self, now: datetime) -> None:
        """Power may flow from here on, for a vehicle that starts with nothing taken."""
        self._taken_wh = self._charging_s = 0.0
        self._at = now

    def close_contactor_again(self, now: datetime) -> None:
        """Power may flow on, for a vehicle that took some before."""
        self._charging_s = 0.0
        self._at = now

    def open_contactor(self) -> None:
        """Nothing flows any more."""
        self._at = None
        self.power_w = 0.0

    def advance(self, now: datetime, vehicle: Vehicle, limit_w: Limit | None = None) -> None:
        """Meter what `vehicle` took since the last look, in steps of a second.

        `limit_w` says what it may take at an instant; None: as much as it wants.
        """
        if self._at is None:
            return
        left_s = (now - self._at).total_seconds()
        self._at = now
        while left_s > 0:
            step_s = min(STEP_S, left_s)
            left_s -= step_s
            most_w = limit_w(now - timedelta(seconds=left_s + step_s)) if limit_w else None
            self._step(step_s, vehicle, most_w)

    def is_full(self, vehicle: Vehicle) -> bool:
        """Whether the vehicle has all it wanted."""
        return self._taken_wh >= vehicle.wanted_wh

    def _step(self, seconds: float, vehicle: Vehicle, most_w: float | None) -> None:
        self._charging_s += seconds
        share = self._taken_wh / vehicle.wanted_wh
        wanted_w = vehicle.curve.power_w(share, self._charging_s)
        self.power_w = wanted_w if most_w is None else min(wanted_w, most_w)
        energy_wh = min(self.power_w * seconds / 3600, vehicle.wanted_wh - self._taken_wh)
        self._taken_wh += energy_wh
        self._register_wh += energy_wh
