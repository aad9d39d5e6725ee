"""A tariff changes, and the station shows the new price: by its display, or by its 1.6 key."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import orjson
import pytest

from local.station.config import Config
from local.station.link import Credentials
from local.station.station import Station
from local.station16.station import Config16, Station16
from tests.fresh_stations import READY_S, SITE, register, until
from tests.sockets import PASSWORD


def put_price(cloud: Any, site_id: str, price: float) -> None:
    component = {"type": "ENERGY", "price": price, "vat": 23, "step_size": 1}
    tariff = {
        "country_code": "PL",
        "party_id": "COR",
        "id": f"T-{site_id}",
        "currency": "PLN",
        "type": "AD_HOC_PAYMENT",
        "elements": [{"price_components": [component]}],
    }
    content = {"tariff": tariff, "assigned_to": [{"site": site_id}]}
    status, answer = cloud.operator("POST", "/tariffs", content)
    assert status == 201, answer


def standing(cloud: Any, station_id: str) -> str | None:
    items = cloud.operator("GET", f"/stations/{station_id}/records/price-display")[1]["items"]
    return next((item["content"]["standing"] for item in items), None)


def station_201(credentials: Credentials) -> tuple[Station, Callable[[], str]]:
    station = Station(Config(credentials, evses=1))
    return station, lambda: " ".join(station.displays.texts())


def station_16(credentials: Credentials) -> tuple[Station16, Callable[[], str]]:
    station = Station16(Config16(credentials, evses=1))
    return station, lambda: _price_text(station.configuration.text("DefaultPrice"))


def _price_text(told: str) -> str:
    return str(orjson.loads(told)["priceText"]) if told else ""


@pytest.mark.parametrize(
    ("protocol", "make"), [("ocpp2.0.1", station_201), ("ocpp1.6", station_16)]
)
def test_a_price_reaches_the_display(cloud, protocol, make):
    site = SITE | {"id": f"site-{uuid4().hex[:8]}"}
    put_price(cloud, site["id"], 2)
    station_id = register(cloud, site=site, protocol=protocol)

    async def play() -> None:
        station, shown = make(Credentials(station_id, PASSWORD, cloud.ocpp))
        async with station:
            await asyncio.wait_for(station.accepted.wait(), READY_S)
            await until(lambda: "2,46 PLN" in shown())
            await asyncio.to_thread(put_price, cloud, site["id"], 3)
            await until(lambda: "3,69 PLN" in shown())
            assert "2,46" not in shown()
            await until(lambda: standing(cloud, station_id) == "Shown")

    asyncio.run(play())
