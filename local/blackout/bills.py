"""The bills of a blackout: waited for, and held against what happened."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from corridor_kernel.identifiers import session_id
from corridor_kernel.times import to_text
from local.blackout.station import Station
from local.blackout.story import Transaction
from local.operator_client import Operator

EUR_PER_KWH = Decimal("0.50")
# No more bills will come when none came for so long.
PATIENCE_S = 90
POLL_S = 2
WATCHED = 10


async def faults_of(
    operator: Operator, stations: list[Station], began: datetime, ended: datetime
) -> list[str]:
    """Every session billed once, to the Wh and the cent, and nothing else billed."""
    expected = {
        session_id(station.raw.station_id, transaction.transaction_id): transaction
        for station in stations
        for transaction in station.story
    }
    due = {station.raw.station_id: len(station.story) for station in stations}
    days = {
        "started_from": to_text(began - timedelta(hours=1)),
        "started_to": to_text(ended),
    }
    cdrs = await all_billed(operator, due, days)
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


async def all_billed(
    operator: Operator, due: dict[str, int], days: dict[str, str]
) -> list[dict[str, Any]]:
    """The CDRs of these stations, once each has as many as are due, or no more come.

    A list of all of them is long: between two looks, a few stations stand for the others.
    """
    while True:
        cdrs = await _list(operator, due, days)
        counts = Counter(cdr["station_id"] for cdr in cdrs)
        unpaid = [id for id in due if counts[id] < due[id]]
        if not unpaid:
            return cdrs
        if not await _come(operator, {id: due[id] for id in unpaid[:WATCHED]}):
            return await _list(operator, due, days)


async def _come(operator: Operator, due: dict[str, int]) -> bool:
    """Whether all that is due comes; False if nothing more came for too long."""
    billed = dict.fromkeys(due, 0)
    last_news = time.perf_counter()
    while time.perf_counter() - last_news < PATIENCE_S:
        for id in due:
            found = len(await operator.items("/cdrs", station_id=id, limit=100))
            if found > billed[id]:
                billed[id], last_news = found, time.perf_counter()
        if all(billed[id] >= due[id] for id in due):
            return True
        await asyncio.sleep(POLL_S)
    return False


async def _list(
    operator: Operator, due: dict[str, int], days: dict[str, str]
) -> list[dict[str, Any]]:
    """Of whatever session in those days."""
    found = await operator.items("/cdrs", limit=100, **days)
    return [cdr for cdr in found if cdr["station_id"] in due]
