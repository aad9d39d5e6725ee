"""A campaign over simulated stations: a failed canary pauses it, resuming finishes it."""

import asyncio
import base64
import urllib.request
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from local.operator_client import Operator, eventually
from local.station.config import Config
from local.station.firmware_image import image_of
from local.station.link import Credentials
from local.station.station import Station
from tests.sockets import PASSWORD, boot, open_socket, register

VERSION = "2.0.0"
IMAGE = image_of(VERSION, b"\0" * 100_000)
KEY = ec.generate_private_key(ec.SECP256R1())
QUICK = {"RetryBackOffWaitMinimum": 0, "RetryBackOffRandomRange": 0}


def certificate() -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Manufacturer")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, KEY.public_key(), 1)
    builder = builder.not_valid_before(now - timedelta(hours=1))
    signed = builder.not_valid_after(now + timedelta(days=1)).sign(KEY, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.PEM).decode()


def sign(image: bytes) -> str:
    return base64.b64encode(KEY.sign(image, ec.ECDSA(hashes.SHA256()))).decode()


@pytest.fixture
def operator(cloud) -> Operator:
    return Operator(cloud.http, cloud.operator_token)


async def bring_image(operator: Operator) -> str:
    brought = await operator.post("/firmware-images", {"name": "hpc300-2.0.0.bin"})
    request = urllib.request.Request(brought["upload_url"], method="PUT", data=IMAGE)
    with await asyncio.to_thread(urllib.request.urlopen, request) as answer:
        assert answer.status == 200
    return brought["image"]


def campaign(image: str, stations: list[str], **more) -> dict:
    firmware = {
        "version": VERSION,
        "image": image,
        "signature": sign(IMAGE),
        "signing_certificate": certificate(),
    }
    return {
        "name": "2.0.0 for all",
        "firmware": firmware,
        "stations": stations,
        "parallel": 2,
        "retries": 0,
    } | more


async def in_state(operator: Operator, campaign_id: str, *states: str) -> dict:
    async def look():
        found = await operator.get(f"/firmware-campaigns/{campaign_id}")
        return found if found["state"] in states else None

    return await eventually(look, f"the campaign is {' or '.join(states)}", 60)


def states_of(shown: dict) -> dict[str, str]:
    return {station["station_id"]: station["state"] for station in shown["stations"]}


def test_a_failed_canary_pauses_it_and_resuming_updates_the_rest(cloud, operator):
    names = [register(cloud) for _ in range(3)]
    asyncio.run(_play(cloud, operator, names))


async def _play(cloud, operator: Operator, names: list[str]) -> None:
    stations = [
        Station(Config(Credentials(name, PASSWORD, cloud.ocpp), evses=1, variables=QUICK))
        for name in names
    ]
    canary, second, third = stations
    canary.firmware.fails_with = "InstallationFailed"
    third.go_offline()
    async with AsyncExitStack() as stack:
        for station in stations:
            await stack.enter_async_context(station)
        await canary.registration.accepted.wait()
        await second.registration.accepted.wait()
        image = await bring_image(operator)
        made = await operator.post("/firmware-campaigns", campaign(image, names))
        assert made["state"] == "Checking"

        paused = await in_state(operator, made["id"], "Paused")
        assert states_of(paused) == dict(zip(names, ("Failed", "Waiting", "Waiting"), strict=True))
        wanted = {"Asked", "Accepted", "SignatureVerified", "InstallationFailed"}
        await eventually(lambda: _told(operator, made["id"], wanted), "all is noted")

        await operator.post(f"/firmware-campaigns/{made['id']}/resume")
        await eventually(lambda: _installed(operator, made["id"], names[1]), "the second has it")
        third.come_back()
        done = await in_state(operator, made["id"], "Completed")
        assert states_of(done) == dict(
            zip(names, ("Failed", "Installed", "Installed"), strict=True)
        )
    shown = await operator.get(f"/stations/{names[2]}")
    assert (shown["boot"]["firmware_version"], shown["boot"]["reason"]) == (
        VERSION,
        "FirmwareUpdate",
    )
    (record,) = await operator.items(f"/stations/{names[0]}/records/firmware-update")
    assert record["content"]["status"] == "InstallationFailed"


async def _told(operator: Operator, campaign_id: str, wanted: set[str]) -> bool | None:
    """Events come in any order: some may come after the campaign paused."""
    shown = await operator.get(f"/firmware-campaigns/{campaign_id}")
    notes = {note["what"] for note in shown["stations"][0]["history"]}
    return wanted <= notes or None


async def _installed(operator: Operator, campaign_id: str, name: str) -> bool | None:
    shown = await operator.get(f"/firmware-campaigns/{campaign_id}")
    return states_of(shown)[name] == "Installed" or None


def test_a_firmware_that_was_tampered_with_reaches_nobody(cloud, operator):
    async def play():
        image = await bring_image(operator)
        given = campaign(image, [register(cloud)])
        given["firmware"]["signature"] = sign(IMAGE + b"!")
        made = await operator.post("/firmware-campaigns", given)
        refused = await in_state(operator, made["id"], "Refused")
        assert "not of this image" in refused["fault"]
        assert refused["stations"][0]["history"] == []

    asyncio.run(play())


def test_a_station_that_says_nothing_fails_in_time(cloud, operator):
    """The limits come by the deadlines queue: one of each attempt, one of the pause between."""
    name = register(cloud)
    with open_socket(cloud, name) as socket:
        boot(socket)
        limits = {"time_limit_s": 1, "retries": 1, "retry_interval_s": 1}
        given = campaign("", [name], **limits)
        given["firmware"] |= {"image": None, "location": "https://example.com/2.0.0.bin"}
        made = asyncio.run(operator.post("/firmware-campaigns", given))
        done = asyncio.run(in_state(operator, made["id"], "Completed"))
    (station,) = done["stations"]
    assert (station["state"], station["failures"]) == ("Failed", 2)
    assert station["history"][-1]["what"] == "No result in time"
