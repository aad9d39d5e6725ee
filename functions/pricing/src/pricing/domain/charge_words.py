"""A charge in words: how much of what, why at that price, and the arithmetic."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from corridor_kernel.ocpi.enums import TariffDimensionType as Dimension
from pricing.domain.charges import Charge
from pricing.domain.exact import cut
from pricing.domain.tariff import PriceComponent

_DIGITS: Final = 6
_STEPS: Final = {Dimension.ENERGY: "Wh", Dimension.TIME: "s", Dimension.PARKING_TIME: "s"}


def volume_text(dimension: Dimension, volume: Fraction) -> str:
    """kWh, seconds, or how often."""
    match dimension:
        case Dimension.ENERGY:
            return f"{_plain(volume / 1000)} kWh"
        case Dimension.FLAT:
            return f"{_plain(volume)}"
        case _:
            return f"{_plain(volume)} s"


def why(component: PriceComponent, element: Mapping[str, Any]) -> str:
    """Which element of the tariff counts for the dimension, and under which restrictions (P1)."""
    restrictions = element.get("restrictions")
    said = f"element {component.element} is the first with {component.type.value}"
    if not restrictions:
        return f"{said} that applies; it has no restrictions"
    held = ", ".join(f"{name} {_word(value)}" for name, value in restrictions.items())
    return f"{said} whose restrictions hold: {held}"


def why_not(dimension: Dimension) -> str:
    """Of what was measured: whether the tariff has no price for it or the law drops it (R-EI-8)."""
    return f"no price for {dimension.value} counts here"


def arithmetic(
    charge: Charge, measured: Fraction, currency: str, amount: tuple[Decimal, Decimal]
) -> str:
    """`12.3 kWh x 0.5 EUR/kWh = 6.150000 EUR`, by the gross price where that one counts (P8)."""
    component = charge.component
    volume = volume_text(component.type, charge.volume)
    price, result, kind = (
        (component.price, amount[0], "")
        if component.gross is None
        else (component.gross, amount[1], " with VAT")
    )
    match component.type:
        case Dimension.FLAT:
            sum_ = f"{price} {currency}{kind}"
        case Dimension.ENERGY:
            sum_ = f"{volume} x {price} {currency}/kWh{kind} = {result} {currency}"
        case _:
            sum_ = f"{volume} / 3600 x {price} {currency}/h{kind} = {result} {currency}"
    if charge.volume == measured:
        return sum_
    step = f"{component.step_size} {_STEPS[component.type]}"
    return f"{volume_text(component.type, measured)} in whole steps of {step}: {sum_}"


def _plain(volume: Fraction) -> str:
    """At most six decimals, no zeros at the end."""
    return format(cut(volume, _DIGITS).normalize(), "f")


def _word(value: Any) -> str:
    return "/".join(map(str, value)) if isinstance(value, list) else str(value)
