"""What a tariff costs, in words: for the driver's page, and short for a station's display.

Every price in the order that AFIR wants (A9, A10), with VAT, in the tariff's currency.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from typing import Final

from corridor_kernel.ocpi.enums import TariffDimensionType as Dimension
from pricing.domain.bill import with_vat
from pricing.domain.condition_words import condition, step
from pricing.domain.price_lines import PriceLine, lines_of
from pricing.domain.price_words import Words, amount, languages, words_of
from pricing.domain.tariff import PriceLimit, Tariff

MAX_LENGTH: Final = 512
"""Of an OCPI DisplayText, and of a message on an OCPP 2.0.1 station."""

MAX_SHORT: Final = 255
"""Of a station's TariffFallbackMessage."""


@dataclass(frozen=True, slots=True)
class PriceText:
    """`text` has every price and condition; `short` a range where a dimension has several."""

    language: str
    text: str
    short: str


def price_texts(tariff: Tariff) -> tuple[PriceText, ...]:
    """In every language that we know."""
    return tuple(price_text(tariff, language) for language in languages())


def price_text(tariff: Tariff, language: str) -> PriceText:
    """KeyError for a language without words; what would be too long is told in fewer words."""
    words, lines = words_of(language), lines_of(tariff)
    limits = list(_limits(tariff, words))
    full = [_line(line, tariff.currency, words) for line in lines]
    brief = list(_ranges(lines, tariff.currency, words))
    bare = list(_ranges([_unconditioned(line) for line in lines], tariff.currency, words))
    texts = [_joined([*parts, *limits], tariff, words) for parts in (full, brief, bare)]
    shorts = [_joined(parts, tariff, words) for parts in (brief, bare)]
    return PriceText(language, _first(texts, MAX_LENGTH), _first(shorts, MAX_SHORT))


def _first(texts: Sequence[str], most: int) -> str:
    return next((text for text in texts if len(text) <= most), texts[-1])


def _unconditioned(line: PriceLine) -> PriceLine:
    return replace(line, conditions=(), step_size=1)


def _joined(parts: Sequence[str], tariff: Tariff, words: Words) -> str:
    if not parts:
        return str(words["free"])
    has_vat = any(each.vat is not None for known in tariff.elements for each in known.components)
    return "; ".join(parts) + (f" ({words['vat']})" if has_vat else "")


def _line(line: PriceLine, currency: str, words: Words) -> str:
    price = f"{amount(line.gross, words)} {currency}"
    return _told(line, words[line.dimension.value].format(price=price), words)


def _ranges(lines: Iterable[PriceLine], currency: str, words: Words) -> Iterator[str]:
    """A single price of a dimension with its conditions, else the lowest and the highest."""
    for (_, dimension), group in groupby(lines, lambda line: (line.reservation, line.dimension)):
        found = list(group)
        prices = [line.gross for line in found]
        low, high = amount(min(prices), words), amount(max(prices), words)
        price = f"{low} {currency}" if low == high else f"{low}-{high} {currency}"
        first = found[0] if len(found) == 1 else _unconditioned(found[0])
        yield _told(first, words["short"][dimension.value].format(price=price), words)


def _told(line: PriceLine, text: str, words: Words) -> str:
    conditions = [condition(each, words) for each in line.conditions]
    if line.step_size > 1 and line.dimension is not Dimension.FLAT:
        conditions.append(step(line.dimension, line.step_size, words))
    text += f" ({', '.join(conditions)})" if conditions else ""
    return text if line.reservation is None else words[line.reservation.value].format(text=text)


def _limits(tariff: Tariff, words: Words) -> Iterator[str]:
    for name, limit in (("min_price", tariff.min_price), ("max_price", tariff.max_price)):
        if limit is not None and (limit.excl_vat or name == "max_price"):
            price = f"{amount(_gross(limit, tariff), words)} {tariff.currency}"
            yield words[name].format(price=price)


def _gross(limit: PriceLimit, tariff: Tariff) -> Fraction:
    """A limit that is only said without VAT bears that of the first price."""
    if limit.incl_vat is not None:
        return Fraction(limit.incl_vat)
    return with_vat(Fraction(limit.excl_vat), tariff.elements[0].components[0].vat)
