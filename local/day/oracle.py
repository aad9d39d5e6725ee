"""What a session must cost, from the station's own book: a second opinion on every bill.

It shares no code with the pricing service and works in another way: it walks through the session
minute by minute. Prices are exact fractions; ocpi.md P1, P2, P5, P8 and P11 are the rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Any
from zoneinfo import ZoneInfo

from local.station.book import Entry

MINUTE = timedelta(minutes=1)
KNOWN_RESTRICTIONS = {"start_time", "end_time", "day_of_week"}
NOT_ASKING = ("EVConnected", "SuspendedEV", "Idle")
MS = timedelta(milliseconds=1)
PER_UNIT = {"ENERGY": 1000, "TIME": 3600, "PARKING_TIME": 3600, "FLAT": 1}

Component = dict[str, Any]
Use = tuple[Component, Fraction]


@dataclass(frozen=True, slots=True)
class Price:
    """Amounts in whole cents of the tariff's currency."""

    excl_vat: Decimal
    incl_vat: Decimal


def price(entry: Entry, tariff: dict[str, Any], time_zone: str) -> Price:
    """The price of an ended transaction; ValueError for a tariff beyond this oracle."""
    if unknown := _beyond(tariff):
        raise ValueError(f"the oracle does not know {unknown}")
    uses: dict[str, list[Use]] = {}
    for dimension, component, volume in _walk(entry, tariff, ZoneInfo(time_zone)):
        uses.setdefault(dimension, []).append((component, volume))
    nets: dict[Any, Fraction] = {}
    for dimension, used in uses.items():
        for component, volume in _stepped(dimension, used, uses):
            amount = Fraction(component["price"]) * volume / PER_UNIT[dimension]
            vat = component.get("vat")
            nets[vat] = nets.get(vat, Fraction(0)) + amount
    gross = [net * (100 + Fraction(vat or 0)) / 100 for vat, net in nets.items()]
    return Price(_cents(nets.values()), _cents(gross))


def _walk(
    entry: Entry, tariff: dict[str, Any], zone: ZoneInfo
) -> Iterator[tuple[str, Component, Fraction]]:
    flat_is_due = True
    for start, end in pairwise(_instants(entry)):
        local = start.astimezone(zone)
        clock = "PARKING_TIME" if _is_parked(entry, start) else "TIME"
        volumes = {
            "ENERGY": _register(entry, end) - _register(entry, start),
            clock: Fraction((end - start) // MS, 1000),
            "FLAT": Fraction(int(flat_is_due)),
        }
        for dimension, volume in volumes.items():
            component = _component(tariff, dimension, local)
            if component and volume:
                yield dimension, component, volume
                flat_is_due = flat_is_due and dimension != "FLAT"


def _instants(entry: Entry) -> list[datetime]:
    """All at which anything can change: full minutes, samples, states, start and end."""
    assert entry.ended_at, "the transaction still runs"
    found = {entry.started_at, entry.ended_at}
    minute = entry.started_at.astimezone(UTC).replace(second=0, microsecond=0)
    while minute < entry.ended_at:
        found.add(minute)
        minute += MINUTE
    found |= {instant for instant, _ in entry.samples}
    found |= {instant for instant, _ in entry.states}
    return sorted(i for i in found if entry.started_at <= i <= entry.ended_at)


def _register(entry: Entry, instant: datetime) -> Fraction:
    """Wh at an instant, on the straight line between two samples."""
    before = max((s for s in entry.samples if s[0] <= instant), default=entry.samples[0])
    after = min((s for s in entry.samples if s[0] >= instant), default=entry.samples[-1])
    if before[0] >= after[0]:
        return Fraction(before[1])
    share = Fraction((instant - before[0]) // MS, (after[0] - before[0]) // MS)
    return Fraction(before[1]) + share * Fraction(after[1] - before[1])


def _is_parked(entry: Entry, instant: datetime) -> bool:
    told = [state for since, state in entry.states if since <= instant]
    return bool(told) and told[-1] in NOT_ASKING


def _component(tariff: dict[str, Any], dimension: str, local: datetime) -> Component | None:
    """The dimension's component of the first element that applies (P1)."""
    for element in tariff["elements"]:
        if _applies(element.get("restrictions", {}), local):
            for component in element["price_components"]:
                if component["type"] == dimension:
                    return dict(component)
    return None


def _applies(restrictions: dict[str, Any], local: datetime) -> bool:
    days = restrictions.get("day_of_week")
    if days and f"{local:%A}".upper() not in days:
        return False
    start = time.fromisoformat(restrictions.get("start_time", "00:00"))
    end = time.fromisoformat(restrictions.get("end_time", "00:00"))
    now = local.time()
    if end == time(0):
        return now >= start
    return start <= now < end if start < end else now >= start or now < end


def _stepped(dimension: str, used: list[Use], uses: dict[str, list[Use]]) -> list[Use]:
    """The last use at a price carries what fills the last step of the session's total (P5)."""
    parked = any(component["price"] for component, _ in uses.get("PARKING_TIME", ()))
    if dimension == "FLAT" or (dimension == "TIME" and parked):
        return used
    last = next((component for component, _ in reversed(used) if component["price"]), used[-1][0])
    total = sum((v for _, v in used), Fraction(0))
    surplus = ceil(total / last["step_size"]) * last["step_size"] - total
    return [*used, (last, surplus)]


def _cents(amounts: Any) -> Decimal:
    """Each amount half up, then added."""
    return Decimal(sum(floor(amount * 100 + Fraction(1, 2)) for amount in amounts)) / 100


def _beyond(tariff: dict[str, Any]) -> set[str]:
    restrictions = {name for e in tariff["elements"] for name in e.get("restrictions", {})}
    return restrictions - KNOWN_RESTRICTIONS | ({"min_price", "max_price"} & tariff.keys())
