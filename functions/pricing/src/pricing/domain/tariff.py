"""A tariff as the engine computes with it: elements tried in order, for each dimension (P1)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from corridor_kernel.ocpi.enums import TariffDimensionType
from pricing.domain.restrictions import Moment, Restriction, matches, restrictions_of


@dataclass(frozen=True, slots=True)
class PriceComponent:
    """Price excluding VAT per kWh, hour or session; steps of Wh or seconds (P2).

    `vat` in percent; None: no VAT applies, which is not 0 percent.
    """

    type: TariffDimensionType
    price: Decimal
    vat: Decimal | None
    step_size: int


@dataclass(frozen=True, slots=True)
class Element:
    """Components that are active while every restriction matches."""

    components: tuple[PriceComponent, ...]
    restrictions: tuple[Restriction, ...]


@dataclass(frozen=True, slots=True)
class PriceLimit:
    """A limit of the whole session, without and with VAT (P7)."""

    excl_vat: Decimal
    incl_vat: Decimal | None


@dataclass(frozen=True, slots=True)
class Tariff:
    currency: str
    elements: tuple[Element, ...]
    min_price: PriceLimit | None = None
    max_price: PriceLimit | None = None

    def component(self, type: TariffDimensionType, moment: Moment) -> PriceComponent | None:
        """The component of the first element that matches and has the dimension (P1)."""
        for element in self.elements:
            for component in element.components:
                if component.type == type and all(
                    matches(restriction, moment) for restriction in element.restrictions
                ):
                    return component
        return None

    @property
    def restrictions(self) -> Iterator[Restriction]:
        """Every restriction, whatever it restricts."""
        return (restriction for element in self.elements for restriction in element.restrictions)


def tariff_of(given: Mapping[str, Any]) -> Tariff:
    """The tariff in a valid OCPI Tariff object; its numbers are int or Decimal."""
    return Tariff(
        currency=given["currency"],
        elements=tuple(_element(element) for element in given["elements"]),
        min_price=_limit(given.get("min_price")),
        max_price=_limit(given.get("max_price")),
    )


def _element(given: Mapping[str, Any]) -> Element:
    return Element(
        components=tuple(_component(component) for component in given["price_components"]),
        restrictions=tuple(restrictions_of(given.get("restrictions", {}))),
    )


def _component(given: Mapping[str, Any]) -> PriceComponent:
    return PriceComponent(
        type=TariffDimensionType(given["type"]),
        price=Decimal(given["price"]),
        vat=Decimal(given["vat"]) if "vat" in given else None,
        step_size=given["step_size"],
    )


def _limit(given: Mapping[str, Any] | None) -> PriceLimit | None:
    if given is None:
        return None
    incl_vat = Decimal(given["incl_vat"]) if "incl_vat" in given else None
    return PriceLimit(Decimal(given["excl_vat"]), incl_vat)
