"""What rating one session costs, from its facts as JSON to its bill, in microseconds of CPU.

The ordinary session is half an hour at two prices, with a reading a minute. The worst lasts 24
hours with 96 prices and 1,440 readings; once its price also follows the power, which rises and
falls with every reading.
"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from corridor_kernel.times import to_text
from local.bench.figures import percentile, table
from pricing.domain.facts import facts_of
from pricing.domain.rating import rate
from pricing.domain.tariff import tariff_of

ROUNDS = 40
SITE = ZoneInfo("Europe/Berlin")
MIDNIGHT = datetime(2026, 6, 14, 22, tzinfo=UTC)
EVENING = MIDNIGHT - timedelta(hours=4, minutes=15)

Json = dict[str, Any]


def cases() -> Iterator[tuple[str, Json, Json]]:
    """Label, facts and OCPI tariff."""
    evening = [_element(0.49, start_time="20:00"), _element(0.59)]
    yield "ordinary: 30 min, 2 prices", _facts(EVENING, 30), _tariff(evening)
    quarters = [_quarter(number) for number in range(96)]
    worst = _facts(MIDNIGHT, 24 * 60)
    yield "worst: 24 h, 96 prices, 1,440 readings", worst, _tariff(quarters)
    by_power = [_quarter(number, max_power=5) for number in range(96)] + quarters
    yield "worst, and prices by power", worst, _tariff(by_power)


def print_rating() -> None:
    rows = []
    for label, facts, tariff in cases():
        periods, spent = _measure(facts, tariff)
        rows.append((label, periods, *(f"{percentile(spent, share):.0f}" for share in (0.5, 0.99))))
    head = ("session", "periods", "CPU µs p50", "p99")
    print(table("Rating one session, from facts to bill", head, rows), flush=True)


def _measure(facts: Json, tariff: Json) -> tuple[int, list[float]]:
    """Periods of the session, and microseconds of each round."""
    spent = []
    for _ in range(ROUNDS):
        before = time.process_time()
        rating = rate(facts_of(facts), tariff_of(tariff), SITE)
        spent.append((time.process_time() - before) * 1e6)
    return len(rating.periods), spent


def _quarter(number: int, **more: int) -> Json:
    start, end = (f"{n // 4 % 24:02}:{n % 4 * 15:02}" for n in (number, number + 1))
    price = 0.3 + number / 1000 - 0.1 * len(more)
    return _element(round(price, 3), start_time=start, end_time=end, **more)


def _element(price: float, **restrictions: str | int) -> Json:
    component = {"type": "ENERGY", "price": Decimal(str(price)), "vat": 19, "step_size": 1}
    return {"price_components": [component], "restrictions": restrictions}


def _tariff(elements: list[Json]) -> Json:
    return {"currency": "EUR", "elements": elements}


def _facts(start: datetime, minutes: int) -> Json:
    """Every other minute the vehicle takes twice the power."""
    rises = [Decimal("66.667") * (1 + minute % 2) for minute in range(minutes)]
    instants = [to_text(start + timedelta(minutes=minute)) for minute in range(minutes + 1)]
    return {
        "session_id": "S",
        "station_id": "BENCH-0",
        "evse_id": 1,
        "connector_id": 1,
        "id_token": None,
        "started_at": instants[0],
        "ended_at": instants[-1],
        "stopped_reason": "Local",
        "meter_start_wh": "0",
        "energy_wh": str(sum(rises)),
        "telemetry": [[at, str(sum(rises[:n]))] for n, at in enumerate(instants)],
        "states": [[instants[0], "Charging"], [instants[-5], "SuspendedEV"]],
    }
