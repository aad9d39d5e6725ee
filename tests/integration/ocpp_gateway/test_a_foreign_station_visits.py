"""Stations built on another OCPP stack: a whole visit, from boot to bill."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
from ocpp.v16 import call as call_16
from ocpp.v201 import call

from local.operator_client import eventually as in_time
from tests.foreign_stations import HEARTBEAT, Station16, Station201, connected, now
from tests.sockets import PASSWORD
from tests.waiting import eventually

EVSE = {"id": 1, "connector_id": 1}


class Desk:
    """The operator, from within a coroutine."""

    def __init__(self, cloud: Any, station_id: str) -> None:
        self._cloud, self.station_id = cloud, station_id

    async def ask(self, method: str, path: str, content: Any = None) -> Any:
        status, answer = await asyncio.to_thread(self._cloud.operator, method, path, content)
        assert status < 300, answer
        return answer

    async def until(self, path: str, true: Any) -> Any:
        """The answer of GET `path` once `true` finds something in it."""

        def look() -> Any:
            _, answer = self._cloud.operator("GET", path)
            return true(answer)

        return await asyncio.to_thread(eventually, look)

    async def call(self, action: str, payload: dict[str, Any]) -> Any:
        """The payload of the station's CALLRESULT."""
        path = f"/stations/{self.station_id}/calls"
        queued = await self.ask("POST", path, {"action": action, "payload": payload})
        done = await self.until(f"{path}/{queued['call_id']}", lambda c: c["outcome"] and c)
        assert done["outcome"] == "Result", done
        return done["response"]

    async def session(self, transaction_id: str) -> Any:
        """The session of that transaction once it is over."""
        path = f"/sessions?station_id={self.station_id}"

        def over(page: Any) -> Any:
            ours = [s for s in page["items"] if s["transaction_id"] == transaction_id]
            return ours and ours[0]["state"] == "COMPLETED" and ours[0]

        return await self.until(path, over)

    async def only_session(self, *, started_from_afar: bool) -> Any:
        """The one session that began so, once it is over."""

        def over(page: Any) -> Any:
            ours = [
                session
                for session in page["items"]
                if (session["remote_start_id"] is not None) == started_from_afar
            ]
            assert len(ours) <= 1
            return ours and ours[0]["state"] == "COMPLETED" and ours[0]

        return await self.until(f"/sessions?station_id={self.station_id}", over)


@pytest.fixture
def card(cloud) -> dict[str, str]:
    token = {"uid": f"F{uuid4().hex[:10]}", "type": "ISO14443", "status": "Accepted"}
    status, answer = cloud.operator("POST", "/tokens", token)
    assert status == 201, answer
    return {"id_token": token["uid"], "type": token["type"]}


def enter(cloud: Any, **more: Any) -> Desk:
    """A new station at the operator's desk."""
    station_id = f"FOREIGN-{uuid4().hex[:8]}"
    site = {"id": "s1", "time_zone": "Europe/Amsterdam", "country": "NL", "currency": "EUR"}
    connector = {"id": 1, "type": "cCCS2", "max_power_w": 150_000}
    station = {
        "id": station_id,
        "password": PASSWORD,
        "site": site,
        "evses": [{"id": 1, "connectors": [connector]}],
    }
    status, answer = cloud.operator("POST", "/stations", station | more)
    assert status == 201, answer
    return Desk(cloud, station_id)


async def known_at_the_gateway(admitted: Callable[[], Awaitable[bool | None]]) -> None:
    """A new card reaches the gateway as an event: until then it is unknown."""
    await in_time(admitted, "the card at the gateway")


def test_a_station_of_2_0_1(cloud, card):
    asyncio.run(visit_201(cloud, enter(cloud), card))


async def visit_201(cloud: Any, desk: Desk, card: dict[str, str]) -> None:
    async with connected(Station201, cloud.ocpp, desk.station_id, PASSWORD) as station:
        await station.boot_until_accepted()
        await station.say(call.Heartbeat())
        await station.say(call.StatusNotification(now(), "Available", 1, 1))
        await charge_201(station, desk, card)
        await charge_from_afar_201(station, desk, card)
        await maintain_201(station, desk)


async def charge_201(station: Station201, desk: Desk, card: dict[str, str]) -> None:
    async def admitted() -> bool | None:
        answer = await station.say(call.Authorize(card))
        return answer.id_token_info["status"] == "Accepted" or None

    await known_at_the_gateway(admitted)
    tx = {"transaction_id": str(uuid4())}
    started = await station.tell("Started", "Authorized", 0, 1000, evse=EVSE, id_token=card, **tx)
    assert started.id_token_info["status"] == "Accepted"
    charging = {"charging_state": "Charging"}
    await station.tell("Updated", "ChargingStateChanged", 1, 1000, info=charging, **tx)
    await station.tell("Updated", "MeterValuePeriodic", 2, 1004.5, **tx)
    reading = {"timestamp": now(), "sampled_value": [{"value": 50.0, "measurand": "Frequency"}]}
    await station.say(call.MeterValues(1, [reading]))
    local = {"stopped_reason": "Local"}
    await station.tell("Ended", "StopAuthorized", 3, 1007, info=local, id_token=card, **tx)
    session = await desk.session(tx["transaction_id"])
    assert session["energy_wh"] == "7000"


async def charge_from_afar_201(station: Station201, desk: Desk, card: dict[str, str]) -> None:
    wanted = {"station_id": desk.station_id, "evse_id": 1, "id_token": card}
    await desk.ask("POST", "/sessions", wanted)
    request = await asyncio.wait_for(station.started.get(), 60)
    assert request["id_token"]["id_token"] == card["id_token"]
    tx = {"transaction_id": str(uuid4())}
    remote = {"remote_start_id": request["remote_start_id"], "charging_state": "Charging"}
    told = {"evse": EVSE, "id_token": card, "info": remote}
    await station.tell("Started", "RemoteStart", 0, 1007, **told, **tx)
    session_id = await desk.until(
        f"/session-starts/{desk.station_id}/{request['remote_start_id']}",
        lambda start: start.get("session_id"),
    )
    await desk.ask("POST", f"/sessions/{session_id}/stop")
    assert await asyncio.wait_for(station.stopped.get(), 60) == tx["transaction_id"]
    remote_stop = {"stopped_reason": "Remote"}
    await station.tell("Ended", "RemoteStop", 1, 1008, info=remote_stop, **tx)
    session = await desk.session(tx["transaction_id"])
    assert session["energy_wh"] == "1000"


async def maintain_201(station: Station201, desk: Desk) -> None:
    item = HEARTBEAT | {"attributeValue": "120"}
    written = await desk.call("SetVariables", {"setVariableData": [item]})
    assert written["setVariableResult"][0]["attributeStatus"] == "Accepted"
    read = await desk.call("GetVariables", {"getVariableData": [HEARTBEAT]})
    assert read["getVariableResult"][0]["attributeValue"] == "120"
    report = {"requestId": 77, "reportBase": "FullInventory"}
    assert (await desk.call("GetBaseReport", report))["status"] == "Accepted"
    await desk.until(
        f"/stations/{desk.station_id}/records/report",
        lambda page: any(r["key"] == "77" and r["content"]["complete"] for r in page["items"]),
    )
    assert (await desk.call("Reset", {"type": "OnIdle"}))["status"] == "Accepted"
    assert await asyncio.wait_for(station.reset.get(), 10) == "OnIdle"


def test_a_station_of_1_6(cloud, card):
    desk = enter(cloud, protocol="ocpp1.6", provisioning="OnRequest")
    asyncio.run(visit_16(cloud, desk, card["id_token"]))


async def visit_16(cloud: Any, desk: Desk, id_tag: str) -> None:
    async with connected(Station16, cloud.ocpp, desk.station_id, PASSWORD) as station:
        booted = await station.say(call_16.BootNotification("Foreign", "Else"))
        assert booted.status == "Accepted"
        await station.say(call_16.Heartbeat())
        await station.say(call_16.StatusNotification(1, "NoError", "Available"))
        await charge_16(station, desk, id_tag)
        await charge_from_afar_16(station, desk, id_tag)
        await maintain_16(station, desk)


async def charge_16(station: Station16, desk: Desk, id_tag: str) -> None:
    async def admitted() -> bool | None:
        answer = await station.say(call_16.Authorize(id_tag))
        return answer.id_tag_info["status"] == "Accepted" or None

    await known_at_the_gateway(admitted)
    started = await station.say(call_16.StartTransaction(1, id_tag, 1_000_000, now()))
    assert started.id_tag_info["status"] == "Accepted"
    value = {"value": "1004500", "measurand": "Energy.Active.Import.Register"}
    readings = [{"timestamp": now(), "sampled_value": [value]}]
    await station.say(call_16.MeterValues(1, readings, started.transaction_id))
    await station.say(
        call_16.StopTransaction(1_007_000, now(), started.transaction_id, "Local", id_tag)
    )
    session = await desk.only_session(started_from_afar=False)
    assert session["energy_wh"] == "7000"


async def charge_from_afar_16(station: Station16, desk: Desk, id_tag: str) -> None:
    card = {"id_token": id_tag, "type": "ISO14443"}
    wanted = {"station_id": desk.station_id, "evse_id": 1, "id_token": card}
    start = await desk.ask("POST", "/sessions", wanted)
    request = await asyncio.wait_for(station.started.get(), 60)
    assert request["id_tag"] == id_tag
    begun = await station.say(call_16.StartTransaction(1, id_tag, 1_007_000, now()))
    session_id = await desk.until(
        f"/session-starts/{desk.station_id}/{start['remote_start_id']}",
        lambda start: start.get("session_id"),
    )
    await desk.ask("POST", f"/sessions/{session_id}/stop")
    assert await asyncio.wait_for(station.stopped.get(), 60) == begun.transaction_id
    await station.say(call_16.StopTransaction(1_008_000, now(), begun.transaction_id, "Remote"))
    session = await desk.only_session(started_from_afar=True)
    assert session["energy_wh"] == "1000"


async def maintain_16(station: Station16, desk: Desk) -> None:
    change = {"key": "HeartbeatInterval", "value": "120"}
    assert (await desk.call("ChangeConfiguration", change))["status"] == "Accepted"
    read = await desk.call("GetConfiguration", {"key": ["HeartbeatInterval"]})
    assert read["configurationKey"][0]["value"] == "120"
    assert (await desk.call("Reset", {"type": "Soft"}))["status"] == "Accepted"
    assert await asyncio.wait_for(station.reset.get(), 10) == "Soft"
