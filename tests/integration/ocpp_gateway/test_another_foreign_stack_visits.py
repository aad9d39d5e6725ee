"""Stations on a stack of another language: all that can be said, both ways, and a charge."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from corridor_kernel.ocpp.protocols import Protocol
from corridor_kernel.times import to_text
from local.station.raw_payloads import event
from ocpp_gateway.outbound_routes import OUTBOUND
from ocpp_gateway.routes import ROUTES
from tests.desk import Desk, enter, known_at_the_gateway
from tests.node_stations import Json, NodeStation, connected
from tests.schema_payloads import minimal, schema
from tests.sockets import PASSWORD
from tests.unit.ocpp_gateway.certificates.pki import Authority

ROOT = {"certificate": Authority().pem}
# What the smallest payload of the schema lacks to make sense.
SENSIBLE: dict[str, dict[str, Json]] = {
    Protocol.OCPP_2_0_1: {
        "ClearChargingProfile": {"chargingProfileId": 1},
        "CustomerInformation": {"customerIdentifier": "x", "report": True, "requestId": 6},
        "GetBaseReport": {"requestId": 1},
        "GetChargingProfiles": {"requestId": 2, "chargingProfile": {"chargingProfileId": [1]}},
        "GetDisplayMessages": {"requestId": 3},
        "GetMonitoringReport": {"requestId": 4},
        "GetReport": {"requestId": 5},
        "InstallCertificate": ROOT,
        "ReserveNow": {"expiryDateTime": "2099-01-01T00:00:00Z"},
        "SendLocalList": {"versionNumber": 1},
        "SetChargingProfile": {
            "chargingProfile": {
                "id": 1,
                "stackLevel": 0,
                "chargingProfilePurpose": "TxDefaultProfile",
                "chargingProfileKind": "Absolute",
                "chargingSchedule": [
                    {
                        "id": 1,
                        "startSchedule": "2026-01-01T00:00:00Z",
                        "chargingRateUnit": "W",
                        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 11000.5}],
                    }
                ],
            }
        },
        "SetNetworkProfile": {
            "connectionData": {
                "ocppVersion": "OCPP20",
                "ocppTransport": "JSON",
                "ocppCsmsUrl": "wss://corridor.example/ocpp",
                "messageTimeout": 30,
                "securityProfile": 2,
                "ocppInterface": "Wired0",
            }
        },
        "UnlockConnector": {"evseId": 1, "connectorId": 1},
    },
    Protocol.OCPP_1_6: {"ClearChargingProfile": {"id": 1}, "InstallCertificate": ROOT},
}


def smallest(message: str, protocol: str) -> Any:
    return minimal(schema(message, protocol))


@pytest.mark.parametrize("protocol", ROUTES)
def test_each_message_passes_the_schemas_of_another_stack(cloud, protocol):
    asyncio.run(say_everything(cloud, protocol))


async def say_everything(cloud: Any, protocol: str) -> None:
    desk = enter(cloud, protocol=protocol, provisioning="OnRequest")
    async with connected(protocol, cloud.ocpp, desk.station_id, PASSWORD) as station:
        for action in ("BootNotification", *ROUTES[protocol]):
            await station.say(action, smallest(ROUTES[protocol][action].request, protocol))
        for action, route in OUTBOUND[protocol].items():
            station.reply(action, smallest(route.response, protocol))
        queued = {action: await ask(desk, protocol, action) for action in OUTBOUND[protocol]}
        for action, call_id in queued.items():
            path = f"/stations/{desk.station_id}/calls/{call_id}"
            done = await desk.until(path, lambda call: call["outcome"] and call)
            assert done["outcome"] == "Result", (action, done)
        heard = {station.asked.get_nowait()[0] for _ in range(station.asked.qsize())}
        assert heard >= OUTBOUND[protocol].keys()


async def ask(desk: Desk, protocol: str, action: str) -> str:
    """The id of a CALL that waits for its turn."""
    payload = smallest(OUTBOUND[protocol][action].request, protocol)
    call = {"action": action, "payload": payload | SENSIBLE[protocol].get(action, {})}
    queued = await desk.ask("POST", f"/stations/{desk.station_id}/calls", call)
    call_id: str = queued["call_id"]
    return call_id


def test_a_charge_of_2_0_1(cloud, card):
    asyncio.run(charge_201(cloud, {"idToken": card["id_token"], "type": card["type"]}))


async def charge_201(cloud: Any, card: Json) -> None:
    desk = enter(cloud, provisioning="OnRequest")
    async with connected("ocpp2.0.1", cloud.ocpp, desk.station_id, PASSWORD) as station:
        await station.say("BootNotification", smallest("BootNotificationRequest", "ocpp2.0.1"))
        await admitted(station, {"idToken": card}, "idTokenInfo")
        transaction = str(uuid4())
        start = {"idToken": card, "evse": {"id": 1, "connectorId": 1}}
        told = [
            event(kind, transaction, number, register, now())
            for number, (kind, register) in enumerate(
                (("Started", 1000), ("Updated", 4500), ("Ended", 8000))
            )
        ]
        answers = [await station.say("TransactionEvent", told[0] | start)]
        answers += [await station.say("TransactionEvent", one) for one in told[1:]]
        assert answers[0]["idTokenInfo"]["status"] == "Accepted"
    assert (await desk.session(transaction))["energy_wh"] == "7000"


def test_a_charge_of_1_6(cloud, card):
    asyncio.run(charge_16(cloud, card["id_token"]))


async def charge_16(cloud: Any, id_tag: str) -> None:
    desk = enter(cloud, protocol="ocpp1.6", provisioning="OnRequest")
    async with connected("ocpp1.6", cloud.ocpp, desk.station_id, PASSWORD) as station:
        await station.say("BootNotification", smallest("BootNotification", "ocpp1.6"))
        await admitted(station, {"idTag": id_tag}, "idTagInfo")
        begin = {"connectorId": 1, "idTag": id_tag, "meterStart": 1000, "timestamp": now()}
        begun = await station.say("StartTransaction", begin)
        assert begun["idTagInfo"]["status"] == "Accepted"
        end = {"transactionId": begun["transactionId"], "meterStop": 8000, "timestamp": now()}
        await station.say("StopTransaction", end)
    session = await desk.only_session(started_from_afar=False)
    assert session["energy_wh"] == "7000"


async def admitted(station: NodeStation, who: Json, info: str) -> None:
    async def look() -> bool | None:
        return (await station.say("Authorize", who))[info]["status"] == "Accepted" or None

    await known_at_the_gateway(look)


def now() -> str:
    return to_text(datetime.now(UTC))
