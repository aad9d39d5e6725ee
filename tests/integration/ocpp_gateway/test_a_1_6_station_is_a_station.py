"""A 1.6 station charges, loses its link and obeys; the bills are those of any station."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from local.day.network import Post, enter_prices_and_cards, network
from local.operator_client import Operator, eventually
from local.station.book import Entry
from local.station.clock import Clock
from local.station.link import Credentials
from local.station.token import IdToken
from local.station.vehicle import Vehicle
from local.station16.station import Config16, Station16

SPEED = 300
MINUTES = 20
SOME_WH = 5

Scene = Callable[[Station16, Operator, IdToken], Awaitable[None]]


@pytest.fixture(scope="module")
def pilot(endpoints):
    """Plays a scene with a new 1.6 station; answers its bills as `(entry, session, cdr)`."""

    def play(scene: Scene, clock: Clock | None = None) -> list[tuple[Entry, Any, Any]]:
        clock = clock or Clock(datetime.now(UTC) - timedelta(hours=3), SPEED)
        return asyncio.run(_play(scene, endpoints, clock))

    return play


async def _play(
    scene: Scene, endpoints: dict[str, str], clock: Clock
) -> list[tuple[Entry, Any, Any]]:
    operator = Operator(endpoints["http"], endpoints["operator_token"])
    cast = network(uuid4().hex[:6].upper())
    await enter_prices_and_cards(cast, operator)
    await operator.post("/stations", _registration(cast.abroad))
    credentials = Credentials(cast.abroad.id, cast.abroad.password, endpoints["ocpp"])
    config = Config16(credentials, visitor=Vehicle(), back_off_s=0.2)
    async with Station16(config, clock) as station:
        await station.accepted.wait()

        async def card_is_known() -> bool | None:
            return await station.authorize(cast.anna.id_token) == "Accepted" or None

        await eventually(card_is_known, "the card at the gateway")
        await scene(station, operator, cast.anna)
        await station.queue.wait_empty()
        return [await _billed(entry, operator) for entry in station.book]


def _registration(post: Post) -> dict[str, Any]:
    connector = {"id": 1, "type": "cCCS2", "max_power_w": 150_000}
    return {
        "id": post.id,
        "password": post.password,
        "site": post.place.site,
        "evses": [{"id": evse, "connectors": [connector]} for evse in (1, 2)],
        "protocol": "ocpp1.6",
    }


async def _billed(entry: Entry, operator: Operator) -> tuple[Entry, Any, Any]:
    async def settled() -> Any:
        found = await operator.items("/sessions", station_id=entry.station_id)
        return next(
            (
                one
                for one in found
                if one["transaction_id"] == entry.transaction_id and one["cdr_id"]
            ),
            None,
        )

    session = await eventually(settled, f"the bill of {entry.transaction_id}")
    cdr = (await operator.get(f"/cdrs/{session['cdr_id']}"))["cdr"]
    return entry, session, cdr


def _true(condition: Callable[[], Any]) -> Callable[[], Awaitable[Any]]:
    """To be waited for: None while the condition is false."""

    async def look() -> Any:
        return condition() or None

    return look


async def charge(station: Station16, card: IdToken) -> None:
    connector = station.evses[1]
    connector.plug_in(Vehicle())
    assert await connector.present(card) == "Accepted"
    await station.clock.sleep(MINUTES * 60)
    assert await connector.present(card) == "Accepted"
    connector.unplug()


def assert_paid(entry: Entry, session: Any, cdr: Any) -> None:
    assert entry.energy_wh > 0
    assert Decimal(session["energy_wh"]) == entry.energy_wh
    assert cdr["total_energy"] == float(entry.energy_wh / 1000)
    assert session["id_token"]["id_token"] == entry.id_token


def test_a_visit_becomes_a_bill_also_of_what_happened_offline(pilot):
    async def scene(station: Station16, operator: Operator, card: IdToken) -> None:
        await charge(station, card)
        await station.queue.wait_empty()
        station.go_offline()
        await eventually(_true(lambda: not station.is_online), "the link is gone")
        await charge(station, card)
        station.come_back()

    online, offline = pilot(scene)
    for entry, session, cdr in (online, offline):
        assert_paid(entry, session, cdr)
        assert set(session["flags"]) <= {"offline"}
    assert offline[0].transaction_id != online[0].transaction_id
    assert "offline" in offline[1]["flags"]


def test_an_operator_starts_and_stops_it(pilot):
    async def scene(station: Station16, operator: Operator, card: IdToken) -> None:
        token = {"id_token": card.id_token, "type": card.type}
        asked = {"station_id": station.id, "evse_id": 2, "id_token": token}
        start = await operator.post("/sessions", asked)

        async def begun() -> Any:
            place = f"/session-starts/{station.id}/{start['remote_start_id']}"
            found = await operator.get(place)
            return found.get("session_id")

        session_id = await eventually(begun, "the remote start")
        meter = station.evses[2].meter
        enough_wh = meter.register_wh + SOME_WH
        await eventually(_true(lambda: meter.register_wh > enough_wh), "some energy")
        await operator.post(f"/sessions/{session_id}/stop")

        await eventually(_true(lambda: station.book[0].ended_at), "the remote stop")

    # A remote start is known by the time that it was asked for, which is ours.
    ((entry, session, cdr),) = pilot(scene, Clock())
    assert_paid(entry, session, cdr)
    assert session["remote_start_id"] is not None
    assert session["stopped_reason"] == "Remote"


def test_an_operator_reads_and_changes_its_configuration(pilot):
    async def scene(station: Station16, operator: Operator, card: IdToken) -> None:
        async def call(action: str, payload: Any) -> Any:
            asked = await operator.post(
                f"/stations/{station.id}/calls", {"action": action, "payload": payload}
            )

            async def finished() -> Any:
                found = await operator.get(f"/stations/{station.id}/calls/{asked['call_id']}")
                return found if found["outcome"] else None

            return await eventually(finished, action)

        named = {
            "component": {"name": "SampledDataCtrlr"},
            "variable": {"name": "TxUpdatedInterval"},
        }
        data = {"setVariableData": [named | {"attributeValue": "30"}]}
        changed = await call("SetVariables", data)
        assert changed["response"]["setVariableResult"][0]["attributeStatus"] == "Accepted"
        assert changed["native"]["action"] == "ChangeConfiguration"
        assert station.configuration.text("MeterValueSampleInterval") == "30"
        told = await call("GetConfiguration", {"key": ["MeterValueSampleInterval"]})
        assert told["response"]["configurationKey"][0]["value"] == "30"

        async def kept() -> bool | None:
            records = await operator.items(f"/stations/{station.id}/records/variable")
            keys = {record["key"] for record in records}
            return "SampledDataCtrlr/TxUpdatedInterval" in keys or None

        await eventually(kept, "the record of the variable")

    assert pilot(scene) == []
