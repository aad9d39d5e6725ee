"""A card that is blocked is blocked in stations' lists too, without anybody's doing (R-AUTH-7)."""

import asyncio

from local.station.config import Config
from local.station.link import Credentials
from local.station.station import Station
from local.station.token import IdToken
from tests.fresh_stations import (
    READY_S,
    enter_card,
    offline_status,
    put_card,
    register,
    run_of,
    until,
)
from tests.sockets import PASSWORD


def listed(station: Station, card: str) -> str | None:
    return (station.local_list.find(IdToken(card)) or {}).get("status")


def test_a_card_is_blocked_in_the_list_of_a_station_that_is_there(cloud):
    card = enter_card(cloud)
    station_id = register(cloud)

    async def play() -> str:
        config = Config(Credentials(station_id, PASSWORD, cloud.ocpp), evses=1)
        async with Station(config) as station:
            await asyncio.wait_for(station.registration.accepted.wait(), READY_S)
            await until(run_of(cloud, station_id))
            await asyncio.to_thread(put_card, cloud, card, "Blocked")
            await until(lambda: listed(station, card) == "Blocked")
            return await offline_status(station, card)

    assert asyncio.run(play()) == "Blocked"
