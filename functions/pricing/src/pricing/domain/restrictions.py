"""When a tariff element is active (P3): each restriction is one case.

All are instantaneous; from-values are inclusive and to-values exclusive, so that a restriction is
decided for a whole stretch of time by the moment at which the stretch starts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from corridor_kernel.ocpi.enums import DayOfWeek

_WEEKDAYS = tuple(DayOfWeek)


class Quantity(Enum):
    """What a range restriction measures, with its unit; a current is the sum over the phases."""

    ENERGY_KWH = "kwh"
    CURRENT_A = "current"
    POWER_KW = "power"
    DURATION_S = "duration"


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """Minutes of the local day; unless from is below to, the window goes over midnight.

    So `00:00` as end is the end of the day, and from `00:00` to `00:00` is all of it.
    """

    from_minute: int
    to_minute: int


@dataclass(frozen=True, slots=True)
class Dates:
    """Local dates, from inclusive, to exclusive."""

    from_date: date
    to_date: date


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Local days of the week, Monday is 0: the day of the instant, not of the start."""

    days: frozenset[int]


@dataclass(frozen=True, slots=True)
class Range:
    """low <= quantity < high."""

    quantity: Quantity
    low: Decimal | None
    high: Decimal | None

    def has(self, value: Decimal | Fraction | int) -> bool:
        return (self.low is None or self.low <= value) and (self.high is None or value < self.high)


Clock = TimeOfDay | Dates | Weekdays
Restriction = Clock | Range


def minutes_of(restriction: Clock) -> tuple[int, ...]:
    """The minutes of the local day at which the clock may start or stop to allow it."""
    match restriction:
        case TimeOfDay(start, end):
            return start, end
        case Dates() | Weekdays():
            return (0,)


def allows(restriction: Clock, local: datetime) -> bool:
    """Whether the restriction allows its element at that moment of the site's wall clock."""
    match restriction:
        case TimeOfDay(start, end):
            minute = local.hour * 60 + local.minute
            if start < end:
                return start <= minute < end
            return minute >= start or minute < end
        case Dates(first, last):
            return first <= local.date() < last
        case Weekdays(days):
            return local.weekday() in days


def restrictions_of(given: Mapping[str, Any]) -> Iterator[Restriction]:
    """The cases of an OCPI TariffRestrictions object; whether it is of a reservation is none."""
    if "start_time" in given or "end_time" in given:
        start = _minute(given.get("start_time", "00:00"))
        yield TimeOfDay(start, _minute(given.get("end_time", "00:00")))
    if "start_date" in given or "end_date" in given:
        first = given.get("start_date", date.min.isoformat())
        last = given.get("end_date", date.max.isoformat())
        yield Dates(date.fromisoformat(first), date.fromisoformat(last))
    if "day_of_week" in given:
        yield Weekdays(frozenset(_WEEKDAYS.index(day) for day in given["day_of_week"]))
    for quantity in Quantity:
        low, high = given.get(f"min_{quantity.value}"), given.get(f"max_{quantity.value}")
        if low is not None or high is not None:
            yield Range(quantity, _decimal(low), _decimal(high))


def _minute(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def _decimal(number: int | Decimal | None) -> Decimal | None:
    return None if number is None else Decimal(number)
