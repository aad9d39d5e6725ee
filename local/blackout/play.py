"""The whole blackout: before, after, live stations beside it, and what the backend made of it."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from corridor_kernel.identifiers import session_id
from corridor_kernel.times import to_text
from local.bench.fleet import Measured, connect_all, drive
from local.blackout.station import GivenUp, Station
from local.blackout.story import (
    FEW_SAMPLES,
    SAMPLES,
    SESSION_EVERY,
    Transaction,
    transactions,
)
from local.operator_client import Operator
from local.station.raw import RawStation

BLACKOUT = timedelta(hours=72)
SESSIONS = int(BLACKOUT / SESSION_EVERY)
REGISTERED_AT_ONCE = 4
PASSWORD = "blackout-password-0123456789"
EUR_PER_KWH = Decimal("0.50")
# Ready when nothing more was billed for so long.
PATIENCE_S = 90
POLL_S = 2


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
    outcome.faults = gave_up + await _faults(operator, stations, began)
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


async def _faults(operator: Operator, stations: list[Station], began: datetime) -> list[str]:
    """Every session billed once, to the Wh and the cent, and nothing else billed."""
    expected = {
        session_id(station.raw.station_id, transaction.transaction_id): transaction
        for station in stations
        for transaction in station.story
    }
    due = {station.raw.station_id: len(station.story) for station in stations}
    await _wait_until_billed(operator, due)
    cdrs = await _billed(operator, set(due), began)
    bills = Counter(cdr["session_id"] for cdr in cdrs)
    faults = [f"{id} is billed {n} times" for id, n in bills.items() if n > 1]
    faults += [f"{id} is billed and never was" for id in bills if id not in expected]
    faults += [f"{id} is not billed" for id in expected if id not in bills]
    for cdr in cdrs:
        if transaction := expected.get(cdr["session_id"]):
            faults += _differences(cdr, transaction)
    return faults


def _differences(cdr: dict[str, Any], transaction: Transaction) -> Iterator[str]:
    kwh = Decimal(transaction.energy_wh) / 1000
    for member, due in (("energy_kwh", kwh), ("total_excl_vat", kwh * EUR_PER_KWH)):
        if Decimal(cdr[member]) != due:
            yield f"{transaction.transaction_id}: {member} is {cdr[member]}, must be {due}"


async def _wait_until_billed(operator: Operator, due: dict[str, int]) -> None:
    """Until each station has as many CDRs as are due, or no more come.

    Station by station: a list of all of them is long, and would be read again and again.
    """
    billed = dict.fromkeys(due, 0)
    last_news = time.perf_counter()
    while waiting := [id for id in due if billed[id] < due[id]]:
        looked = time.perf_counter()
        if looked - last_news > PATIENCE_S:
            return
        for id in waiting:
            found = len(await operator.items("/cdrs", station_id=id, limit=100))
            if found > billed[id]:
                billed[id], last_news = found, time.perf_counter()
        # Who bills gets the machine for twice as long.
        await asyncio.sleep(max(POLL_S, 2 * (time.perf_counter() - looked)))


async def _billed(operator: Operator, ids: set[str], began: datetime) -> list[dict[str, Any]]:
    """The CDRs of these stations, of whatever session in those days."""
    window = {
        "started_from": to_text(began - timedelta(hours=1)),
        "started_to": to_text(began + BLACKOUT + timedelta(minutes=30)),
    }
    found = await operator.items("/cdrs", limit=100, **window)
    return [cdr for cdr in found if cdr["station_id"] in ids]
