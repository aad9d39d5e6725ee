"""From exact fractions to decimals: rounded where a figure leaves the engine, nowhere else."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, pairwise
from math import floor


def total(values: Iterable[Fraction]) -> Fraction:
    """Their exact sum; the hundreds of a long session share a few denominators."""
    numerators: dict[int, int] = {}
    for value in values:
        numerators[value.denominator] = numerators.get(value.denominator, 0) + value.numerator
    return sum((Fraction(over, under) for under, over in numerators.items()), Fraction(0))


def half_up(value: Fraction, digits: int) -> Decimal:
    """Rounded to `digits` decimals, a half away from zero (P8)."""
    size = floor(abs(value) * 10**digits + Fraction(1, 2))
    return Decimal(size if value >= 0 else -size).scaleb(-digits)


def cut(value: Fraction, digits: int) -> Decimal:
    """Rounded down to `digits` decimals: a volume is never written too high (P6)."""
    return Decimal(floor(value * 10**digits)).scaleb(-digits)


def cut_parts(values: Iterable[Fraction], digits: int) -> Iterator[Decimal]:
    """Parts whose decimals add up to the cut total, so that no part's rounding is lost."""
    totals = accumulate(values, initial=Fraction(0))
    for before, after in pairwise(cut(total, digits) for total in totals):
        yield after - before
