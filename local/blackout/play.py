"""The whole blackout: before, after, live stations beside it, and what the backend made of it."""

import asyncio
import random
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from local.bench.fleet import Measured, connect_all, drive
from local.blackout.bills import EUR_PER_KWH, faults_of
from local.blackout.station import GivenUp, Station
from local.blackout.story import (
    FEW_SAMPLES,
    SAMPLES,
    SESSION_EVERY,
    transactions,
)
from local.operator_client import Operator
from local.station.raw import RawStation

BLACKOUT = timedelta(hours=72)
# Whatever was billed in these hours is looked at; live stations charge later.
OBSERVED = BLACKOUT + timedelta(minutes=30)
SESSIONS = int(BLACKOUT / SESSION_EVERY)
REGISTERED_AT_ONCE = 4
PASSWORD = "blackout-password-0123456789"


@dataclass(frozen=True, slots=True)
class Plan:
    """`full` stations charged on for all 72 hours, 45 times an EVSE, 14 events each time.

    The others only end what they were at, with few events left to tell.
    """

    stations: int
    full: int
    evses: int = 1
    live: int = 5
    live_beat_s: float = 0.5
    return_within_s: float = 60.0


@dataclass(slots=True)
class Outcome:
    """What happened: faults as text lines, figures for those who want to know."""

    stations: list[Station]
    live: Measured
    drained_s: float
    billed_s: float = 0.0
    faults: list[str] = field(default_factory=list)


async def play(http: str, ocpp: str, token: str, plan: Plan) -> Outcome:
    """Play it on a local cloud; every fault is told, none raises."""
    operator = Operator(http, token, timeout_s=60)
    name = f"BO{uuid4().hex[:6]}"
    began = datetime.now(UTC) - BLACKOUT - timedelta(hours=1)
    await _prepare(operator, name, plan)
    stations = [_station(name, number, ocpp, began, plan) for number in range(plan.stations)]
    gave_up = await _all(stations, 10.0, Station.before)
    live = [RawStation(f"{name}-L{number}", PASSWORD, ocpp) for number in range(plan.live)]
    measured = Measured()
    await connect_all(live, measured, 1.0)
    started = time.perf_counter()
    driving = asyncio.create_task(_drive_until_cancelled(live, measured, plan.live_beat_s))
    gave_up += await _all(stations, plan.return_within_s, Station.after)
    drained_s = time.perf_counter() - started
    driving.cancel()
    await asyncio.gather(driving, return_exceptions=True)
    await asyncio.gather(*(station.close() for station in live))
    outcome = Outcome(stations, measured, drained_s)
    outcome.faults = gave_up + await faults_of(operator, stations, began, began + OBSERVED)
    outcome.billed_s = time.perf_counter() - started
    return outcome


async def _all(stations: list[Station], within_s: float, step: Any) -> list[str]:
    """A fault for each station that gave a message up."""

    async def one(station: Station) -> str | None:
        await asyncio.sleep(random.random() * within_s)
        try:
            await step(station)
        except GivenUp as error:
            return str(error)
        return None

    told = await asyncio.gather(*(one(station) for station in stations))
    return [fault for fault in told if fault]


async def _drive_until_cancelled(live: list[RawStation], measured: Measured, beat_s: float) -> None:
    while True:
        await drive(live, measured, 10 * beat_s, beat_s)


def _station(name: str, number: int, ocpp: str, began: datetime, plan: Plan) -> Station:
    count, samples = (SESSIONS, SAMPLES) if number < plan.full else (1, FEW_SAMPLES)
    id = f"{name}-{number}"
    per_evse = [
        list(transactions(id, evse + 1, began, count, samples)) for evse in range(plan.evses)
    ]
    story = [transaction for turn in zip(*per_evse, strict=True) for transaction in turn]
    return Station(RawStation(id, PASSWORD, ocpp), story, habit=number % 10)


async def _prepare(operator: Operator, name: str, plan: Plan) -> None:
    tariff = {
        "country_code": "DE",
        "party_id": "COR",
        "id": name,
        "currency": "EUR",
        "last_updated": "2026-01-01T00:00:00Z",
        "start_date_time": "2026-01-01T00:00:00Z",
        "elements": [
            {"price_components": [{"type": "ENERGY", "price": float(EUR_PER_KWH), "step_size": 1}]}
        ],
    }
    await operator.post("/tariffs", {"tariff": tariff, "assigned_to": [{"site": name}]})
    turns = asyncio.Semaphore(REGISTERED_AT_ONCE)

    async def register(id: str) -> None:
        async with turns:
            await operator.post("/stations", _registration(id, name, plan.evses))

    ids = [f"{name}-{number}" for number in range(plan.stations)]
    ids += [f"{name}-L{number}" for number in range(plan.live)]
    await asyncio.gather(*(register(id) for id in ids))


def _registration(id: str, site: str, evses: int) -> dict[str, Any]:
    connector = {"id": 1, "type": "cCCS2", "max_power_w": 150_000}
    return {
        "id": id,
        "password": PASSWORD,
        "site": {"id": site, "time_zone": "Europe/Amsterdam", "country": "NL", "currency": "EUR"},
        "evses": [{"id": evse + 1, "connectors": [connector]} for evse in range(evses)],
        "provisioning": "OnRequest",
    }
