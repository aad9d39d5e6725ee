"""What the meter of an EVSE shows, for the events of its transaction."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from local.station.transaction import Reading

if TYPE_CHECKING:
    from local.station.evse import Evse
    from local.station.station import Station


class Readings:
    """The car takes what it wants and charging profiles allow."""

    def __init__(self, station: "Station", evse: "Evse") -> None:
        self._station = station
        self._evse = evse

    def advance(self) -> None:
        """Let the meter run up to now."""
        evse, limits = self._evse, self._station.smart_charging
        if evse.vehicle:
            limit_w = partial(limits.available_w, evse) if limits.profiles else None
            evse.meter.advance(self._station.clock.now(), evse.vehicle, limit_w)

    def take(self, at: datetime, context: str) -> Reading:
        """What it showed when it last ran, for an event of that instant.

        `context` is a ReadingContextEnumType; the power is in periodic samples only.
        """
        meter = self._evse.meter
        power_w = meter.power_w if context.startswith("Sample") else None
        return Reading(at, meter.register_wh, context, power_w)
