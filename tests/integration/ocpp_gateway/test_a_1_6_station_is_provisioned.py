"""A 1.6 station is provisioned while it works, and its list follows the tokens (ADR 0014, 0019)."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from local.station.link import Credentials
from local.station16.station import Config16, Station16
from tests.fresh_stations import READY_S, enter_card, put_card, register, run_of, until
from tests.sockets import PASSWORD


def test_a_1_6_station_is_provisioned_at_work(cloud):
    card = enter_card(cloud)
    failsafe = {"station_w": 300_000, "evse_w": 11_000}
    station_id = register(cloud, protocol="ocpp1.6", failsafe=failsafe)

    async def play() -> tuple[Station16, Any, list[str | None]]:
        config = Config16(Credentials(station_id, PASSWORD, cloud.ocpp), evses=1)
        async with Station16(config) as station:
            await asyncio.wait_for(station.accepted.wait(), READY_S)
            run = await until(run_of(cloud, station_id))
            assert station.charging_profiles.limit_w(1, datetime.now(UTC)) == 11_000
            statuses = [station.local_list.status(card)]
            await asyncio.to_thread(put_card, cloud, card, "Blocked")
            await until(lambda: station.local_list.status(card) == "Blocked")
            limits = {"evse_w": 7_000}
            path = f"/stations/{station_id}/failsafe"
            changed = await asyncio.to_thread(cloud.operator, "PUT", path, limits)
            assert (changed[0], changed[1]["station_w"]) == (202, None)
            await until(lambda: station.charging_profiles.limit_w(1, datetime.now(UTC)) == 7_000)
            station.go_offline()
            await until(lambda: not station.is_online)
            return station, run, [*statuses, await station.authorize(card)]

    station, run, statuses = asyncio.run(play())
    assert (run["state"], run["failures"]) == ("Complete", [])
    assert statuses == ["Accepted", "Blocked"]
    assert station.configuration.text("ConnectionTimeOut") == "120"
    shown = cloud.operator("GET", f"/stations/{station_id}/desired-variables")[1]["variables"]
    states = {one["key"]: one["state"] for one in shown}
    assert states["TxCtrlr/EVConnectionTimeOut"] == "InSync"
    assert states["TariffCostCtrlr/Currency"] == "NotSupported"
