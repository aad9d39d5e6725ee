"""The scene of a load run: a local cloud of its own, with stations, a tariff and tokens."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from local import emulator, lifecycle, processes
from local.cloud import ROOT, Cloud
from local.station.raw import RawStation

PASSWORD = "bench-password-0123456789"
SITE = {"id": "bench", "time_zone": "Europe/Berlin", "country": "DE", "currency": "EUR"}
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
    os.environ["AWS_ENDPOINT_URL_DYNAMODB"] = f"http://127.0.0.1:{port}"
    try:
        reopen(cloud)
        yield
    finally:
        del os.environ["AWS_ENDPOINT_URL_DYNAMODB"]
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


def prepare(cloud: Cloud, count: int) -> None:
    """Register the tariff and `count` stations."""
    operate(cloud, "POST", "/tariffs", {"tariff": TARIFF, "sites": ["*"]})
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: _register(cloud, number), range(count)))


def stations(cloud: Cloud, count: int) -> list[RawStation]:
    """Clients of the first `count` stations, not connected yet."""
    url = cloud.read("endpoints.json")["ocpp"]
    return [RawStation(_name(number), PASSWORD, url) for number in range(count)]


def operate(cloud: Cloud, method: str, path: str, body: dict[str, Any]) -> Any:
    """The answer of the operator API."""
    endpoints = cloud.read("endpoints.json")
    request = urllib.request.Request(
        f"{endpoints['http']}/operator{path}",
        method=method,
        data=json.dumps(body).encode(),
        headers={
            "Authorization": f"Bearer {endpoints['operator_token']}",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


def _register(cloud: Cloud, number: int) -> None:
    connector = {"id": 1, "type": "cCCS2", "max_power_w": 150_000}
    station = {
        "id": _name(number),
        "password": PASSWORD,
        "site": SITE,
        "evses": [{"id": 1, "connectors": [connector]}],
        "protocol": "ocpp2.0.1",
    }
    operate(cloud, "POST", "/stations", station)


def _name(number: int) -> str:
    return f"BENCH-{number}"
