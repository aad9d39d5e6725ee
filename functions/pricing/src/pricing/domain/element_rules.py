"""Elements that can never match, and components that can never count: every one is told."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from pydantic import ValidationError

from corridor_kernel.ocpi.enums import DayOfWeek
from corridor_kernel.ocpi.tariffs import TariffElement
from pricing.domain.target_rules import Fault

MAX_ELEMENTS: Final = 500
"""Two weeks of hourly prices: each is compared with all before it."""

_WEEKDAYS = tuple(DayOfWeek)
_NOTHING_FLOWS = ("min_kwh", "min_current", "min_power")
_DAYS_OF_A_WEEK = 7


def element_faults(elements: object) -> Iterator[Fault]:
    """Of the elements that are valid by themselves; the others have faults of their own.

    Nothing more is told of more than MAX_ELEMENTS.
    """
    earlier: list[tuple[int, TariffElement]] = []
    if not isinstance(elements, list) or len(elements) > MAX_ELEMENTS:
        return
    for index, given in enumerate(elements):
        element = _valid(given)
        if element is None:
            continue
        for message in _never(_restrictions(element)):
            yield f"tariff.elements.{index}.restrictions", f"can never match: {message}"
        yield from _shadowed(index, element, earlier)
        earlier.append((index, element))


def past_elements(elements: Sequence[Mapping[str, Any]], today: date) -> Iterator[Fault]:
    """Elements of a valid tariff whose last day is over."""
    for index, element in enumerate(elements):
        end = element.get("restrictions", {}).get("end_date")
        if end is not None and date.fromisoformat(end) <= today - timedelta(days=1):
            yield f"tariff.elements.{index}.restrictions.end_date", f"{end} is over"


def _valid(given: object) -> TariffElement | None:
    try:
        return TariffElement.model_validate(given)
    except ValidationError:
        return None


def _restrictions(element: TariffElement) -> dict[str, Any]:
    known = element.restrictions
    return {} if known is None else known.model_dump(exclude_none=True)


def _never(restrictions: Mapping[str, Any]) -> Iterator[str]:
    for name in ("max_kwh", "max_duration", "max_power", "max_current"):
        if restrictions.get(name) == 0:
            yield f"nothing is below a {name} of 0"
    if "reservation" in restrictions:
        for name in _NOTHING_FLOWS:
            if restrictions.get(name, 0) > 0:
                yield f"no energy flows during a reservation, so {name} is never reached"
    if {"day_of_week", "start_date", "end_date"} <= restrictions.keys():
        days = _weekdays_between(restrictions["start_date"], restrictions["end_date"])
        if not days & set(restrictions["day_of_week"]):
            yield "none of its days of the week lies between its dates"


def _weekdays_between(start: str, end: str) -> set[DayOfWeek]:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    length = min((last - first).days, _DAYS_OF_A_WEEK)
    return {_WEEKDAYS[(first + timedelta(days=day)).weekday()] for day in range(length)}


def _shadowed(
    index: int, element: TariffElement, earlier: Sequence[tuple[int, TariffElement]]
) -> Iterator[Fault]:
    """An earlier element that always matches when this one does takes its dimensions (P1)."""
    own = _restrictions(element)
    for place, component in enumerate(element.price_components):
        for number, other in earlier:
            if component.type in {each.type for each in other.price_components} and _covers(
                _restrictions(other), own
            ):
                yield (
                    f"tariff.elements.{index}.price_components.{place}",
                    f"never counts: element {number} has {component.type} whenever it matches",
                )
                break


def _covers(other: Mapping[str, Any], own: Mapping[str, Any]) -> bool:
    same_kind = other.get("reservation") == own.get("reservation")
    return same_kind and other.items() <= own.items()
