"""A price book: what drivers pay with VAT, as an OCPI tariff and as the engine's (P8).

Four decimals of a net price cannot say every gross price: 0.69 at 21 % is 0.5702, and 100 kWh of
that are 68.99. So an ad-hoc price is a gross price, the OCPI tariff is derived from it for those
who read it, and the engine computes with the gross price itself.

A book: `{"price_per_kwh", "per_minute"?, "per_session"?, "occupancy_per_minute"?,
"free_minutes"?}`; per_minute while charging, occupancy_per_minute while the vehicle does not ask
for power, both from the free_minutes of the session on.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from corridor_kernel.ocpi.enums import TariffDimensionType as Dimension
from pricing.domain.exact import half_up
from pricing.domain.tariff import Tariff, tariff_of

_DIGITS = 4  # of a price on the wire (T10)
_TIMED = {Dimension.TIME: "per_minute", Dimension.PARKING_TIME: "occupancy_per_minute"}
_UNTIMED = {Dimension.ENERGY: "price_per_kwh", Dimension.FLAT: "per_session"}


def elements_of(book: Mapping[str, Any], vat: Decimal) -> list[dict[str, Any]]:
    """The OCPI TariffElements of a valid book: net prices; one each second or Wh counts (P5)."""
    prices = _gross(book)
    free_minutes = book.get("free_minutes", 0)
    later = prices.keys() & _TIMED.keys() if free_minutes else set()
    elements = [_element(prices.keys() - later, prices, vat)]
    if later:
        restrictions = {"min_duration": free_minutes * 60}
        elements.append(_element(later, prices, vat) | {"restrictions": restrictions})
    return elements


def priced(document: Mapping[str, Any], book: Mapping[str, Any] | None) -> Tariff:
    """The tariff to compute with: by gross prices where it came from a book (P8)."""
    return tariff_of(document) if book is None else tariff_of_book(document, book)


def tariff_of_book(document: Mapping[str, Any], book: Mapping[str, Any]) -> Tariff:
    """The tariff that computes from the book's prices; the document has the book's elements."""
    tariff, gross = tariff_of(document), _gross(book)
    elements = (
        replace(
            element,
            components=tuple(replace(each, gross=gross[each.type]) for each in element.components),
        )
        for element in tariff.elements
    )
    return replace(tariff, elements=tuple(elements))


def _gross(book: Mapping[str, Any]) -> dict[Dimension, Decimal]:
    """With VAT, per kWh, hour or session, in the order of OCPI's dimensions."""
    return dict(_priced(book))


def _priced(book: Mapping[str, Any]) -> Iterator[tuple[Dimension, Decimal]]:
    for dimension in Dimension:
        price = book.get((_TIMED | _UNTIMED)[dimension])
        if price is not None:
            yield dimension, Decimal(price) * (60 if dimension in _TIMED else 1)


def _element(
    dimensions: Collection[Dimension], prices: Mapping[Dimension, Decimal], vat: Decimal
) -> dict[str, Any]:
    components = [
        {
            "type": dimension.value,
            "price": half_up(Fraction(gross) / (1 + Fraction(vat) / 100), _DIGITS),
            "vat": vat,
            "step_size": 1,
        }
        for dimension, gross in prices.items()
        if dimension in dimensions
    ]
    return {"price_components": components}
