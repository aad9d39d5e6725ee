"""The words of price texts, by language: `price_words.json`."""

from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from corridor_kernel.ocpi.text import loads
from pricing.domain.exact import half_up

Words = dict[str, Any]

_MOST_DIGITS = 4
_LEAST_DIGITS = 2


def languages() -> tuple[str, ...]:
    """ISO 639-1, those that prices can be told in."""
    return tuple(_all())


def words_of(language: str) -> Words:
    """KeyError if there are none in that language."""
    return _all()[language]


def amount(value: Fraction, words: Words) -> str:
    """Four decimals, rounded half up, without the zeros after the second."""
    return number(half_up(value, _MOST_DIGITS), words, _LEAST_DIGITS)


def number(value: Decimal, words: Words, least_digits: int = 0) -> str:
    """In the language's writing, without needless zeros."""
    whole, _, decimals = f"{value:f}".partition(".")
    decimals = decimals.rstrip("0").ljust(least_digits, "0")
    return f"{whole}{words['decimal_point']}{decimals}" if decimals else whole


@cache
def _all() -> dict[str, Words]:
    return loads((files(__package__) / "price_words.json").read_text())
