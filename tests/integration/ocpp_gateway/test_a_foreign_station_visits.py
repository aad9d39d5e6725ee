"""Stations built on another OCPP stack: a whole visit, from boot to bill."""

import asyncio
from typing import Any
from uuid import uuid4

from ocpp.v16 import call as call_16
from ocpp.v201 import call

from tests.desk import Desk, enter, known_at_the_gateway
from tests.foreign_stations import HEARTBEAT, Station16, Station201, connected, now
from tests.sockets import PASSWORD

EVSE = {"id": 1, "connector_id": 1}


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
