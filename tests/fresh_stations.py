"""Stations for tests of what happens to them by itself: registered, provisioned, cards entered."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from websockets.sync.client import ClientConnection

from local.station.station import Station
from local.station.token import IdToken
from tests import sockets
from tests.sockets import PASSWORD, boot, call, open_socket
from tests.waiting import eventually

READY_S = 60
SITE = {"id": "s1", "time_zone": "Europe/Warsaw", "country": "PL", "currency": "PLN"}
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
    """A new card that belongs in local lists, once the gateway knows it."""
    uid = f"LISTED-{uuid4().hex[:8]}".upper()
    put_card(cloud, uid, "Accepted")
    with open_socket(cloud, sockets.register(cloud)) as socket:
        boot(socket)
        eventually(lambda: _is_accepted(socket, uid))
    return uid


def _is_accepted(socket: ClientConnection, uid: str) -> bool:
    answer = call(socket, "Authorize", {"idToken": {"idToken": uid, "type": "ISO14443"}})
    return bool(answer[2]["idTokenInfo"]["status"] == "Accepted")


def put_card(cloud: Any, uid: str, status: str) -> None:
    """What the card is from now on."""
    said = {"whitelist": "ALWAYS", "status": status}
    assert cloud.operator("PUT", f"/tokens/ISO14443/{uid}", said)[0] == 200


async def offline_status(station: Station, uid: str) -> str:
    station.go_offline()
    return str((await station.authorization.ask(IdToken(uid)))["status"])
