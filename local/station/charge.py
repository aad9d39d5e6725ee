"""The charge itself: waits for the cable, supplies the car, samples the meter."""

import asyncio
from typing import TYPE_CHECKING

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
    while evse.transaction and evse.vehicle:
        await station.clock.sleep(TICK_S)
        evse.advance_meter()
        if evse.meter.is_full(evse.vehicle) and evse.transaction.state == "Charging":
            evse.tell("Updated", "ChargingStateChanged", context="Other", state="SuspendedEV")
        interval_s = station.model.number("TxUpdatedInterval")
        if (station.clock.now() - sampled_at).total_seconds() >= interval_s:
            sampled_at = station.clock.now()
            evse.sample("MeterValuePeriodic", "Sample.Periodic")
