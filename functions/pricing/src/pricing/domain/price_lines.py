"""A tariff as lines of a price list, in the order that AFIR wants: kWh, minute, session, other.

A component that an earlier one always comes before is on no line; prices include VAT, and are per
minute where OCPI has hours (A9, A10).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from corridor_kernel.ocpi.enums import ReservationRestrictionType as Kind
from corridor_kernel.ocpi.enums import TariffDimensionType as Dimension
from pricing.domain.bill import with_vat
from pricing.domain.restrictions import Restriction
from pricing.domain.tariff import Element, PriceComponent, Tariff

_ORDER = (Dimension.ENERGY, Dimension.TIME, Dimension.PARKING_TIME, Dimension.FLAT)
_PER_MINUTE = frozenset({Dimension.TIME, Dimension.PARKING_TIME})


@dataclass(frozen=True, slots=True)
class PriceLine:
    """`gross` per kWh, minute or session; it counts while all `conditions` hold."""

    dimension: Dimension
    gross: Fraction
    step_size: int
    conditions: tuple[Restriction, ...]
    reservation: Kind | None = None


def lines_of(tariff: Tariff) -> tuple[PriceLine, ...]:
    """What costs something, or would if another price did not count; () if nothing ever does."""
    return tuple(_of_kinds(tariff))


def gross_price(component: PriceComponent) -> Fraction:
    """With VAT, per kWh, minute or session; exact."""
    price = component.gross
    gross = with_vat(Fraction(component.price), component.vat) if price is None else Fraction(price)
    return gross / 60 if component.type in _PER_MINUTE else gross


def _of_kinds(tariff: Tariff) -> Iterator[PriceLine]:
    for kind in (None, *Kind):
        for dimension in _ORDER:
            lines = list(_of_dimension(tariff.elements_of(kind), dimension, kind))
            if any(line.gross for line in lines):
                yield from lines


def _of_dimension(
    elements: Iterable[Element], dimension: Dimension, kind: Kind | None
) -> Iterator[PriceLine]:
    for element in elements:
        for component in element.components:
            if component.type is dimension:
                conditions = (*element.clock, *element.ranges)
                gross = gross_price(component)
                yield PriceLine(dimension, gross, component.step_size, conditions, kind)
                if not conditions:
                    return
