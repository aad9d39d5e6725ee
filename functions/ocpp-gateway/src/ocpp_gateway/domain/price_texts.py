"""The prices of a station as lines of text, in a language and in the letters that it shows."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

Prices = Sequence[Mapping[str, Any]]

# What has no ASCII letter beneath it.
_ASCII: Final = str.maketrans(
    {"€": "EUR", "£": "GBP", "ł": "l", "Ł": "L", "ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o"}
    | {"Ø": "O", "œ": "oe", "Œ": "OE", "\N{EN DASH}": "-", "\N{NO-BREAK SPACE}": " "}
    | {"\N{NARROW NO-BREAK SPACE}": " ", "≥": ">="}
)


def languages_of(prices: Prices) -> list[str]:
    """Those that every price is told in, the site's own first."""
    told = [[text["language"] for text in price["texts"]] for price in prices]
    first = told[0] if told else []
    return [language for language in first if all(language in others for others in told)]


def lines(prices: Prices, language: str, most: int) -> list[str]:
    """A line a price; where prices differ, each says of which EVSEs it is.

    One that would have more than `most` characters is told in fewer words.
    """
    return [_line(price, language, most) for price in prices]


def one_line(prices: Prices, language: str, most: int) -> str:
    """All of them, in fewer words if it takes that; it may be too long all the same."""
    text = "; ".join(lines(prices, language, most))
    return text if len(text) <= most else "; ".join(lines(prices, language, 0))


def to_ascii(text: str) -> str:
    """The same in ASCII: letters without their marks, currencies by their codes."""
    plain = unicodedata.normalize("NFKD", text.translate(_ASCII))
    return plain.encode("ascii", "ignore").decode()


def _places(price: Mapping[str, Any]) -> str:
    places = price.get("places")
    return f"{', '.join(places)}: " if places else ""


def _line(price: Mapping[str, Any], language: str, most: int) -> str:
    told = next(text for text in price["texts"] if text["language"] == language)
    places = _places(price)
    is_short = len(places) + len(told["text"]) > most
    return f"{places}{told['short'] if is_short else told['text']}"
