"""Brings a local cloud up, tells how it is, takes it down."""

import time
import urllib.error
import urllib.request

from local import emulator, processes
from local.cloud import TOKEN_VARIABLE, Cloud
from local.deploy import deploy, deployed

FRONT_DOOR = "front_door"

_LOADED = "loaded.json"
_READY_TIMEOUT_S = 60.0
_RELOAD_TIMEOUT_S = 60.0


def up(cloud: Cloud) -> dict[str, str]:
    """Start what does not run, deploy what changed; returns the endpoints.

    A front door that runs already stays, and so do its stations' connections: it replaces its
    functions' processes if anything was deployed since it took them up.
    """
    if processes.running(cloud, emulator.NAME) is None:
        down(cloud)
        cloud.choose_ports()
    endpoints = cloud.read(cloud.endpoints_file.name)
    if processes.running(cloud, FRONT_DOOR) is None or not endpoints:
        processes.stop(cloud, FRONT_DOOR)
        endpoints = _start_front_door(cloud)
    emulator.start(cloud)
    deploy(cloud)
    if cloud.read(_LOADED) != deployed(cloud):
        _reload_front_door(cloud, endpoints)
        cloud.write(_LOADED, deployed(cloud))
    cloud.write(cloud.endpoints_file.name, dict(endpoints))
    return endpoints


def down(cloud: Cloud) -> list[str]:
    """Stop what `up` started; returns the names of what ran."""
    stopped = [name for name in (FRONT_DOOR, emulator.NAME) if processes.stop(cloud, name)]
    cloud.endpoints_file.unlink(missing_ok=True)
    cloud.clear_temporary()
    return stopped


def status(cloud: Cloud) -> dict[str, int | None]:
    """The pids of the processes by name, None for one that does not run."""
    return {name: processes.running(cloud, name) for name in (emulator.NAME, FRONT_DOOR)}


def _start_front_door(cloud: Cloud) -> dict[str, str]:
    """Start it without waiting: it gets ready while the services are being deployed."""
    endpoints = cloud.new_endpoints()
    module = ["local.front_door", str(cloud.directory), str(cloud.functions)]
    processes.start(cloud, FRONT_DOOR, module, {TOKEN_VARIABLE: endpoints["operator_token"]})
    (cloud.directory / _LOADED).unlink(missing_ok=True)
    return endpoints


def _reload_front_door(cloud: Cloud, endpoints: dict[str, str]) -> None:
    deadline = time.monotonic() + _READY_TIMEOUT_S
    while not _answers(endpoints):
        if processes.running(cloud, FRONT_DOOR) is None or time.monotonic() > deadline:
            raise processes.NotStarted(processes.log_tail(cloud, FRONT_DOOR))
        time.sleep(0.05)
    try:
        _ask(endpoints, "POST", "reload", _RELOAD_TIMEOUT_S)
    except urllib.error.HTTPError as error:
        error.close()
        raise processes.NotStarted(processes.log_tail(cloud, FRONT_DOOR)) from None


def _answers(endpoints: dict[str, str]) -> bool:
    try:
        _ask(endpoints, "GET", "status", 2.0)
    except (urllib.error.URLError, OSError):
        return False
    return True


def _ask(endpoints: dict[str, str], method: str, what: str, timeout_s: float) -> None:
    request = urllib.request.Request(
        f"{endpoints['http']}/_front_door/{what}",
        method=method,
        headers={"Authorization": f"Bearer {endpoints['operator_token']}"},
    )
    urllib.request.urlopen(request, timeout=timeout_s).close()
