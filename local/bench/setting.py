"""The scene of a load run: a local cloud of its own, with stations, a tariff and tokens."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from local import emulator, lifecycle, processes
from local.cloud import ROOT, Cloud
from local.operator_client import Operator, Refused
from local.station.raw import RawStation

REGISTERED_AT_ONCE = 2
TRIES = 4
CONFLICT = 409
SERVER_ERROR = 500
PASSWORD = "bench-password-0123456789"
SITE = {"id": "bench", "time_zone": "Europe/Amsterdam", "country": "NL", "currency": "EUR"}
TARIFF = {
    "country_code": "DE",
    "party_id": "COR",
    "id": "BENCH",
    "currency": "EUR",
    "last_updated": "2026-01-01T00:00:00Z",
    "elements": [{"price_components": [{"type": "ENERGY", "price": 0.5, "step_size": 1}]}],
}
DIRECTORY = ROOT / ".local" / "bench"


@contextmanager
def local_cloud() -> Iterator[Cloud]:
    """A local cloud that nobody else uses, taken down at the end."""
    cloud = Cloud(DIRECTORY)
    lifecycle.up(cloud)
    try:
        yield cloud
    finally:
        lifecycle.down(cloud)


@contextmanager
def instant_store(cloud: Cloud) -> Iterator[None]:
    """The front door's functions use a DynamoDB that answers at once, until the end."""
    port = cloud.emulator_port + 1
    arguments = [sys.executable, "-m", "local.bench.instant_store", str(port)]
    store = subprocess.Popen([*arguments, str(cloud.emulator_port)], cwd=ROOT)
    os.environ[processes.STORE_VARIABLE] = f"http://127.0.0.1:{port}"
    try:
        reopen(cloud)
        yield
    finally:
        del os.environ[processes.STORE_VARIABLE]
        store.terminate()
        store.wait()


def reopen(cloud: Cloud) -> None:
    """Open the front door anew, with the variables of now."""
    processes.stop(cloud, lifecycle.FRONT_DOOR)
    lifecycle.up(cloud)


def server_pids(cloud: Cloud) -> list[int]:
    """The roots of all server processes: the emulator with its Lambdas, and the front door."""
    found = (processes.running(cloud, name) for name in (emulator.NAME, lifecycle.FRONT_DOOR))
    return [pid for pid in found if pid]


async def prepare(cloud: Cloud, count: int) -> None:
    """Register the tariff and `count` stations."""
    endpoints = cloud.read(cloud.endpoints_file.name)
    operator = Operator(endpoints["http"], endpoints["operator_token"])
    await _post(operator, "/tariffs", {"tariff": TARIFF, "assigned_to": [{"site": "*"}]})
    await _post(operator, "/stations", _station(0))
    turns = asyncio.Semaphore(REGISTERED_AT_ONCE)

    async def register(number: int) -> None:
        async with turns:
            await _post(operator, "/stations", _station(number))

    await asyncio.gather(*(register(number) for number in range(1, count)))


def stations(cloud: Cloud, count: int) -> list[RawStation]:
    """Clients of the first `count` stations, not connected yet."""
    url = cloud.read(cloud.endpoints_file.name)["ocpp"]
    return [RawStation(_name(number), PASSWORD, url) for number in range(count)]


async def _post(operator: Operator, path: str, body: dict[str, Any]) -> None:
    """Once, even if an answer is lost: a cold function may answer too late."""
    for _ in range(TRIES):
        try:
            await operator.post(path, body)
        except Refused as refused:
            if refused.status == CONFLICT:
                return
            if refused.status < SERVER_ERROR:
                raise
        else:
            return
    raise RuntimeError(f"{path} is not answered")


def _station(number: int) -> dict[str, Any]:
    connector = {"id": 1, "type": "cCCS2", "max_power_w": 150_000}
    return {
        "id": _name(number),
        "password": PASSWORD,
        "site": SITE,
        "evses": [{"id": 1, "connectors": [connector]}],
        "protocol": "ocpp2.0.1",
        "provisioning": "OnRequest",
    }


def _name(number: int) -> str:
    return f"BENCH-{number}"
