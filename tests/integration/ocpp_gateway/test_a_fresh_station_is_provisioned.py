"""A station that was never seen before is held, provisioned and then accepted (R-BOOT-2, 5, 6)."""

import asyncio
from typing import Any

from local.station.config import Config
from local.station.link import Credentials
from local.station.station import Station
from tests.fresh_stations import READY_S, enter_card, offline_status, register, run_of, until
from tests.sockets import PASSWORD


def test_a_fresh_station_is_provisioned(cloud):
    card = enter_card(cloud)
    station_id = register(cloud, failsafe={"station_w": 300_000, "evse_w": 11_000})

    async def play() -> tuple[Station, Any, str]:
        config = Config(Credentials(station_id, PASSWORD, cloud.ocpp), evses=1)
        async with Station(config) as station:
            await asyncio.wait_for(station.registration.accepted.wait(), READY_S)
            run = await until(run_of(cloud, station_id))
            return station, run, await offline_status(station, card)

    station, run, status = asyncio.run(play())
    assert (run["state"], run["failures"]) == ("Complete", [])
    assert station.model.text("TariffCostCtrlr/Currency") == "PLN"
    assert station.model.text("AuthCacheCtrlr/LifeTime") == "302400"
    assert (station.local_list.version, status) == (1, "Accepted")
    profiles = cloud.operator("GET", f"/stations/{station_id}/records/charging-profile")[1]["items"]
    assert len(profiles) == 2
    shown = cloud.operator("GET", f"/stations/{station_id}")[1]["boot"]
    assert (shown["reason"], shown["status"]) == ("Triggered", "Accepted")
