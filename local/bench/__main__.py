"""Measure and print: `make bench` (`python -m local.bench [--seconds N] [--fleet N]`)."""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from local.aws import client
from local.bench import imports, setting
from local.bench.figures import percentile, table
from local.bench.fleet import Measured, connect_all, drive
from local.bench.processes import cpu_seconds
from local.bench.rating import print_rating
from local.bench.verifications import print_verifications
from local.cloud import CREDENTIALS, REGION, ROOT, STAGE, Cloud

CONNECT_WITHIN_S = 10.0
BEAT_S = 20.0
BEATS = 3
WARM_STATIONS = 20
WARM_S = 10.0
IDLE_SHARE = 0.15
IDLE_WINDOW_S = 2.0
IDLE_TRIES = 90
LAYERS = [ROOT, ROOT / "layers/kernel", ROOT / "layers/aws"]
GATEWAY = [*LAYERS, ROOT / "functions/ocpp-gateway/src"]
BILLING = [*LAYERS, ROOT / "functions/sessions/src", ROOT / "functions/pricing/src"]


def main() -> None:
    """The local cloud first: its stations are then booted for the store that forgets."""
    arguments = _arguments()
    print_rating()
    print_verifications()
    print_settlement()
    with setting.local_cloud() as cloud:
        asyncio.run(setting.prepare(cloud, arguments.fleet))
        fleets = sorted({1, 50, arguments.fleet})
        asyncio.run(warm_up(cloud))
        print_load(cloud, arguments, "local cloud", fleets, [BEAT_S, None])
        with setting.instant_store(cloud):
            print_frames(cloud)
            print_load(cloud, arguments, "store that answers at once", fleets[1:], [None])


def print_settlement() -> None:
    """AWS calls of each step from the first event to the bill."""
    environment = {**os.environ, "PYTHONPATH": _path(BILLING)}
    steps = [sys.executable, "-m", "local.bench.settlement"]
    subprocess.run(steps, env=environment, cwd=ROOT, check=True)


def _path(sources: Iterable[Path]) -> str:
    return os.pathsep.join(str(path) for path in sources)


def print_frames(cloud: Cloud) -> None:
    """AWS calls and CPU of each frame in the handler, and what importing it costs."""
    environment = handler_environment(cloud)
    rows = [
        (label, " ".join(row["calls"]) or "-", len(row["calls"]), *_spread(row["cpu_ms"]))
        for label, row in _measured_frames(cloud.directory / "frames.json", environment).items()
    ]
    head = ("frame", "AWS calls, one after another", "calls", "CPU ms p50", "p99")
    print(table("The frame handler, without network", head, rows))
    cpu_ms, ratio = imports.ratio_to_boto3("ocpp_gateway.handlers.on_frame", environment)
    print(f"import of on_frame: {cpu_ms:.0f} ms CPU, {ratio:.2f} x `import boto3`", flush=True)


def _measured_frames(path: Path, environment: dict[str, str]) -> dict[str, Any]:
    frames = [sys.executable, "-m", "local.bench.frames", str(path)]
    subprocess.run(frames, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    measured: dict[str, Any] = json.loads(path.read_text())
    return measured


def handler_environment(cloud: Cloud) -> dict[str, str]:
    """The variables of the deployed frame handler, for a process of ours."""
    deployed = client("lambda", cloud.aws_url).get_function_configuration(
        FunctionName=f"corridor-{STAGE}-on-frame"
    )
    return {
        **os.environ,
        **CREDENTIALS,
        **deployed["Environment"]["Variables"],
        "PYTHONPATH": _path(GATEWAY),
        "AWS_DEFAULT_REGION": REGION,
    }


def print_load(
    cloud: Cloud,
    arguments: argparse.Namespace,
    store: str,
    fleets: Iterable[int],
    beats: Iterable[float | None],
) -> None:
    """Connect each fleet, then drive it on each beat; what went before is done by then."""
    for count in fleets:
        wait_until_idle(cloud)
        asyncio.run(_load(cloud, arguments, store, count, list(beats)))


async def _load(
    cloud: Cloud, arguments: argparse.Namespace, store: str, count: int, beats: list[float | None]
) -> None:
    fleet, connected = setting.stations(cloud, count), Measured()
    await connect_all(fleet, connected, CONNECT_WITHIN_S if count > 1 else 0.0)
    _print(f"{count} stations connect and boot within 10 s ({store})", connected, 0.0)
    for beat in beats:
        await asyncio.to_thread(wait_until_idle, cloud)
        measured = Measured()
        before = cpu_seconds(setting.server_pids(cloud))
        await drive(fleet, measured, arguments.seconds if beat is None else BEATS * BEAT_S, beat)
        cpu_s = cpu_seconds(setting.server_pids(cloud)) - before
        manner = "closed loop" if beat is None else f"paced, a call each {beat:.0f} s"
        _print(f"{count} stations, {manner} ({store})", measured, cpu_s)
    await asyncio.gather(*(station.close() for station in fleet))


async def warm_up(cloud: Cloud) -> None:
    """Let the emulator start its functions' processes before anything is measured."""
    fleet, unread = setting.stations(cloud, WARM_STATIONS), Measured()
    await connect_all(fleet, unread, 0.0)
    await drive(fleet, unread, WARM_S, None)
    await asyncio.gather(*(station.close() for station in fleet))


def wait_until_idle(cloud: Cloud) -> None:
    """Until the servers have worked off what they were given; a minute or two at most."""
    for _ in range(IDLE_TRIES):
        before = cpu_seconds(setting.server_pids(cloud))
        time.sleep(IDLE_WINDOW_S)
        if cpu_seconds(setting.server_pids(cloud)) - before < IDLE_SHARE * IDLE_WINDOW_S:
            return


def _print(title: str, measured: Measured, cpu_s: float) -> None:
    rows = [
        (action, len(seconds), *(1000 * percentile(seconds, share) for share in (0.5, 0.95, 0.99)))
        for action, seconds in [*sorted(measured.seconds.items()), ("all", measured.all_seconds)]
    ]
    print(table(title, ("action", "calls", "p50 ms", "p95", "p99"), rows))
    line = f"{measured.failures} failures {measured.first_failure}".rstrip()
    if measured.duration_s and measured.calls:
        rate = measured.calls / measured.duration_s
        line += f"; {rate:.0f} calls/s; {1000 * cpu_s / measured.calls:.2f} ms server CPU per call"
    print(line, flush=True)


def _spread(values: list[float]) -> tuple[str, str]:
    return f"{percentile(values, 0.5):.2f}", f"{percentile(values, 0.99):.2f}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m local.bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0, help="of each closed-loop run")
    parser.add_argument("--fleet", type=int, default=340, help="stations of the largest fleet")
    return parser.parse_args()


if __name__ == "__main__":
    main()
