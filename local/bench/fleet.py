"""Stations under load: the next CALL when the answer is in (closed), or on a beat (paced)."""

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from corridor_kernel.times import to_text
from local.station.raw import RawStation
from local.station.raw_payloads import event

UPDATES_PER_SESSION = 6


@dataclass
class Measured:
    """Round-trip seconds by action, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failures: int = 0
    first_failure: str = ""
    duration_s: float = 0.0

    @property
    def all_seconds(self) -> list[float]:
        """The round trips of all actions."""
        return [value for values in self.seconds.values() for value in values]

    @property
    def calls(self) -> int:
        """How many round trips there were."""
        return len(self.all_seconds)

    def fail(self, reason: object) -> None:
        """Count a failure; the first one is kept as text."""
        self.failures += 1
        self.first_failure = self.first_failure or str(reason)[:200]


def session_calls(station_id: str, number: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """One charging session as a station tells it: 10 CALLs."""
    token = {"idToken": f"BENCH-{station_id}", "type": "ISO14443"}
    transaction = f"{station_id}-{number}"
    yield "Authorize", {"idToken": token}
    yield "StatusNotification", _status("Occupied")
    yield (
        "TransactionEvent",
        event("Started", transaction, 0, 1000, _now())
        | {
            "triggerReason": "Authorized",
            "idToken": token,
            "evse": {"id": 1, "connectorId": 1},
        },
    )
    for seq in range(1, UPDATES_PER_SESSION + 1):
        yield (
            "TransactionEvent",
            event("Updated", transaction, seq, 1000 + 250 * seq, _now()),
        )
    last = UPDATES_PER_SESSION + 1
    yield "TransactionEvent", event("Ended", transaction, last, 1000 + 250 * last, _now())
    yield "Heartbeat", {}


async def connect_all(stations: list[RawStation], measured: Measured, within_s: float) -> None:
    """Connect and boot every station at a random moment of `within_s`."""

    async def one(station: RawStation) -> None:
        await asyncio.sleep(random.random() * within_s)
        started = time.perf_counter()
        try:
            await station.connect()
        except Exception as error:
            measured.fail(error)
            return
        measured.seconds["connect"].append(time.perf_counter() - started)
        await _call(station, "BootNotification", boot_payload(), measured)

    await asyncio.gather(*(one(station) for station in stations))


async def drive(
    stations: list[RawStation], measured: Measured, seconds: float, beat_s: float | None
) -> None:
    """Sessions one after another on every station until the time is up."""
    end = time.perf_counter() + seconds

    async def one(station: RawStation) -> None:
        if beat_s:
            await asyncio.sleep(random.random() * beat_s)
        number = 0
        while time.perf_counter() < end:
            number += 1
            run = f"{int(end * 1000)}-{number}"
            for action, payload in session_calls(station.station_id, run):
                due = time.perf_counter() + (beat_s or 0)
                if due - (beat_s or 0) >= end:
                    return
                await _call(station, action, payload, measured)
                if beat_s:
                    await asyncio.sleep(max(0.0, due - time.perf_counter()))

    started = time.perf_counter()
    await asyncio.gather(*(one(station) for station in stations))
    measured.duration_s = time.perf_counter() - started


async def _call(
    station: RawStation, action: str, payload: dict[str, Any], measured: Measured
) -> None:
    try:
        answer, seconds = await station.call(action, payload)
    except Exception as error:
        measured.fail(f"{action}: {error!r}")
        return
    measured.seconds[action].append(seconds)
    if isinstance(answer, Exception):
        measured.fail(f"{action}: {answer}")


def boot_payload() -> dict[str, Any]:
    """The payload of a station's first BootNotification."""
    return {
        "reason": "PowerUp",
        "chargingStation": {"model": "Bench", "vendorName": "Corridor"},
    }


def _status(status: str) -> dict[str, Any]:
    return {"timestamp": _now(), "connectorStatus": status, "evseId": 1, "connectorId": 1}


def _now() -> str:
    return to_text(datetime.now(UTC))
