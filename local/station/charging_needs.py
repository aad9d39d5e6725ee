"""A car that speaks ISO 15118 says what it needs, and what it makes of the profile (K15)."""

import asyncio
from typing import TYPE_CHECKING

from ocpp.v201 import call

from corridor_kernel.times import to_text
from local.station.composition import Profile

if TYPE_CHECKING:
    from local.station.station import Station

PATIENCE_S = 60
POLL_S = 1


async def ask_for_a_profile(station: "Station", evse_id: int, energy_wh: int) -> Profile | None:
    """The TxProfile that the backend sent within a minute, None if it refused or sent none.

    Raises CallFailed or Disconnected.
    """
    needs = {
        "requested_energy_transfer": "DC",
        "dc_charging_parameters": {
            "ev_max_current": 400,
            "ev_max_voltage": 800,
            "energy_amount": energy_wh,
        },
    }
    answer = await station.ask(call.NotifyEVChargingNeeds(needs, evse_id, max_schedule_tuples=1))
    profile = None if answer.status == "Rejected" else await _sent(station, evse_id)
    if profile:
        now = to_text(station.clock.now())
        schedule = profile["charging_schedule"][0]
        await station.ask(call.NotifyEVChargingSchedule(now, schedule, evse_id))
    return profile


async def _sent(station: "Station", evse_id: int) -> Profile | None:
    try:
        async with asyncio.timeout(PATIENCE_S / station.clock.speed):
            while True:
                found = station.smart_charging.select(
                    evse_id=evse_id, charging_profile_purpose="TxProfile"
                )
                if found:
                    return found[0]
                await station.clock.sleep(POLL_S)
    except TimeoutError:
        return None
