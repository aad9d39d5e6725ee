"""A tariff as the engine computes with it: elements tried in order, for each dimension (P1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from corridor_kernel.ocpi.enums import ReservationRestrictionType, TariffDimensionType
from pricing.domain.restrictions import Clock, Range, restrictions_of

# Volumes are Wh and seconds; prices are per kWh and hour.
_UNITS = {
    TariffDimensionType.ENERGY: 1000,
    TariffDimensionType.TIME: 3600,
    TariffDimensionType.PARKING_TIME: 3600,
    TariffDimensionType.FLAT: 1,
}


@dataclass(frozen=True, slots=True)
class PriceComponent:
    """Price excluding VAT per kWh, hour or session; steps of Wh or seconds (P2).

    `vat` in percent; None: no VAT applies, which is not 0 percent. `gross`, where it is given, is
    the price including VAT that counts: `price` is then what four decimals leave of it (P8).
    `element` is the place of its element in the tariff, for those who explain a price.
    """

    type: TariffDimensionType
    price: Decimal
    vat: Decimal | None
    step_size: int
    gross: Decimal | None = None
    element: int = field(default=0, compare=False)
    net_per_unit: Fraction = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """The exact price excluding VAT per Wh, second or session."""
        if self.gross is None:
            net = Fraction(self.price)
        else:
            net = Fraction(self.gross) / (1 + Fraction(self.vat or 0) / 100)
        object.__setattr__(self, "net_per_unit", net / _UNITS[self.type])


@dataclass(frozen=True, slots=True)
class Element:
    """Components that are active while every restriction matches: to the clock and to ranges.

    `reservation`: those of time before charging, never of the session itself (P4).
    """

    components: tuple[PriceComponent, ...]
    clock: tuple[Clock, ...]
    ranges: tuple[Range, ...]
    reservation: ReservationRestrictionType | None = None


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

    def elements_of(self, reservation: ReservationRestrictionType | None) -> tuple[Element, ...]:
        """Those of a session (None), or of a reservation in that state."""
        return tuple(known for known in self.elements if known.reservation is reservation)


def tariff_of(given: Mapping[str, Any]) -> Tariff:
    """The tariff in a valid OCPI Tariff object; its numbers are int or Decimal."""
    return Tariff(
        currency=given["currency"],
        elements=tuple(_element(place, each) for place, each in enumerate(given["elements"])),
        min_price=_limit(given.get("min_price")),
        max_price=_limit(given.get("max_price")),
    )


def _element(place: int, given: Mapping[str, Any]) -> Element:
    restrictions = given.get("restrictions", {})
    known = tuple(restrictions_of(restrictions))
    reservation = restrictions.get("reservation")
    return Element(
        components=tuple(_component(place, each) for each in given["price_components"]),
        clock=tuple(each for each in known if not isinstance(each, Range)),
        ranges=tuple(each for each in known if isinstance(each, Range)),
        reservation=ReservationRestrictionType(reservation) if reservation else None,
    )


def _component(place: int, given: Mapping[str, Any]) -> PriceComponent:
    return PriceComponent(
        type=TariffDimensionType(given["type"]),
        price=Decimal(given["price"]),
        vat=Decimal(given["vat"]) if "vat" in given else None,
        step_size=given["step_size"],
        element=place,
    )


def _limit(given: Mapping[str, Any] | None) -> PriceLimit | None:
    if given is None:
        return None
    incl_vat = Decimal(given["incl_vat"]) if "incl_vat" in given else None
    return PriceLimit(Decimal(given["excl_vat"]), incl_vat)
