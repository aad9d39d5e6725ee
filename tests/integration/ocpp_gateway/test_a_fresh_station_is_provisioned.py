"""A station that was never seen before is held, provisioned and then accepted (R-BOOT-2, 5, 6)."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from local.station.link import Credentials
from local.station.station import Config, Station
from local.station.token import IdToken
from tests.sockets import PASSWORD

READY_S = 60
SITE = {"id": "s1", "time_zone": "Europe/Berlin", "country": "DE", "currency": "PLN"}
EVSES = [{"id": 1, "connectors": [{"id": 1, "type": "cCCS2", "max_power_w": 150_000}]}]


def register(cloud: Any, **more: Any) -> str:
    station_id = f"FRESH-{uuid4().hex[:8]}"
    station = {"id": station_id, "password": PASSWORD, "site": SITE, "evses": EVSES}
    status, answer = cloud.operator("POST", "/stations", station | more)
    assert status == 201, answer
    return station_id


async def until(look: Callable[[], Any]) -> Any:
    async with asyncio.timeout(READY_S):
        while not (found := await asyncio.to_thread(look)):
            await asyncio.sleep(0.1)
    return found


def run_of(cloud: Any, station_id: str) -> Callable[[], Any]:
    """Looks for the run's record, once it has come to its end."""

    def look() -> Any:
        items = cloud.operator("GET", f"/stations/{station_id}/records/provisioning")[1]["items"]
        runs = [item["content"] for item in items if item["key"] == "run"]
        return next((run for run in runs if run["finished_at"]), None)

    return look


def enter_card(cloud: Any) -> str:
    """A card that belongs in local lists, once the gateway knows it."""
    uid = f"LISTED-{uuid4().hex[:8]}".upper()
    path = f"/tokens/ISO14443/{uid}"
    assert cloud.operator("PUT", path, {"whitelist": "ALWAYS"})[0] == 200
    return uid


async def offline_status(station: Station, uid: str) -> str:
    station.go_offline()
    return str((await station.authorization.ask(IdToken(uid)))["status"])


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
