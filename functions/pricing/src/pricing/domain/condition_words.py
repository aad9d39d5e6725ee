"""When a price counts, in words."""

from datetime import date
from decimal import Decimal

from corridor_kernel.ocpi.enums import TariffDimensionType as Dimension
from pricing.domain.price_words import Words, number
from pricing.domain.restrictions import Dates, Quantity, Range, Restriction, TimeOfDay, Weekdays

_UNITS = {Dimension.ENERGY: "Wh", Dimension.TIME: "s", Dimension.PARKING_TIME: "s"}


def condition(restriction: Restriction, words: Words) -> str:
    match restriction:
        case TimeOfDay(start, end):
            return str(words["clock"]).format(start=_clock(start), end=_clock(end or 24 * 60))
        case Dates(first, last):
            return _dates(first, last, words)
        case Weekdays(days):
            return _weekdays(sorted(days), words["weekdays"])
        case Range():
            return _range(restriction, words)


def step(dimension: Dimension, size: int, words: Words) -> str:
    """Whole minutes as such: `in steps of 15 min`."""
    n, unit = size, _UNITS[dimension]
    if unit == "s" and size % 60 == 0:
        n, unit = size // 60, "min"
    return str(words["step"]).format(n=f"{n} {unit}")


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _dates(first: date, last: date, words: Words) -> str:
    parts = []
    if first > date.min:
        parts.append(str(words["from_date"]).format(date=first.isoformat()))
    if last < date.max:
        parts.append(str(words["to_date"]).format(date=last.isoformat()))
    return " ".join(parts)


def _weekdays(days: list[int], names: list[str]) -> str:
    """`Mo-Fr` for days in a row, else each of them."""
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{names[days[0]]}-{names[days[-1]]}"
    return ", ".join(names[day] for day in days)


def _range(range: Range, words: Words) -> str:
    from_words, to_words = words[range.quantity.name]
    bounds = [(from_words, range.low), (to_words, range.high)]
    return " ".join(
        str(text).format(n=number(_shown(range.quantity, bound), words))
        for text, bound in bounds
        if bound is not None
    )


def _shown(quantity: Quantity, bound: Decimal) -> Decimal:
    """Durations in minutes, with no more decimals than say the second."""
    if quantity is not Quantity.DURATION_S:
        return bound
    return (bound / 60).quantize(Decimal("0.01"))
