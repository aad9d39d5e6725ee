"""The charge itself: waits for the cable, supplies the car, samples the meter."""

import asyncio
from typing import TYPE_CHECKING

from local.station.vehicle import Vehicle

if TYPE_CHECKING:
    from local.station.evse import Evse
    from local.station.station import Station

TICK_S = 5.0


async def charge(station: "Station", evse: "Evse") -> None:
    """From authorization until cancelled, or until nobody came with a cable."""
    patience_s = station.model.number("EVConnectionTimeOut")
    try:
        async with asyncio.timeout(patience_s / station.clock.speed):
            await evse.plugged.wait()
    except TimeoutError:
        evse.stop("EVConnectTimeout", "Timeout")
        return
    evse.meter.close_contactor(station.clock.now())
    evse.tell("Updated", "ChargingStateChanged", state="Charging")
    await _supply(station, evse)


async def go_on(station: "Station", evse: "Evse") -> None:
    """After a pause of the station; the vehicle has what it took before."""
    await evse.plugged.wait()
    evse.meter.close_contactor_again(station.clock.now())
    await _supply(station, evse)


async def _supply(station: "Station", evse: "Evse") -> None:
    sampled_at = station.clock.now()
    rate = Rate(station, evse)
    while evse.transaction and evse.vehicle:
        await station.clock.sleep(TICK_S)
        evse.readings.advance()
        rate.look()
        _tell_state(evse, evse.vehicle, rate.limit_w)
        station.monitoring.look()
        interval_s = station.model.number("TxUpdatedInterval")
        if (station.clock.now() - sampled_at).total_seconds() >= interval_s:
            sampled_at = station.clock.now()
            evse.sample("MeterValuePeriodic", "Sample.Periodic")


def _tell_state(evse: "Evse", vehicle: Vehicle, limit_w: float | None) -> None:
    state = "SuspendedEVSE" if limit_w == 0 else "Charging"
    if evse.meter.is_full(vehicle):
        state = "SuspendedEV"
    if evse.transaction and state != evse.transaction.state:
        evse.tell("Updated", "ChargingStateChanged", context="Other", state=state)


class Rate:
    """The limit that charging profiles leave, told when it changed by enough to matter."""

    def __init__(self, station: "Station", evse: "Evse") -> None:
        self._station = station
        self._evse = evse
        self.limit_w = self._now()

    def look(self) -> None:
        """Tell a changed limit."""
        before, self.limit_w = self.limit_w, self._now()
        if self._is_significant(before, self.limit_w):
            self._evse.tell("Updated", "ChargingRateChanged", context="Other")
        else:
            self.limit_w = before

    def _now(self) -> float | None:
        return self._station.smart_charging.available_w(self._evse, self._station.clock.now())

    def _is_significant(self, before: float | None, now: float | None) -> bool:
        if before is None or now is None or before == 0 or now == 0:
            return before != now
        return abs(now - before) / before * 100 > self._station.model.number(
            "LimitChangeSignificance"
        )
