"""What AFIR Article 5(4) lets ad-hoc prices be where a vehicle can draw 50 kW or more (A9, A11).

A price per kWh and an occupancy fee per minute, nothing else. It is applied to every EVSE that was
not registered with `afir_prices` false: whether the law reaches EVSEs that were deployed before
2024-04-13 is read differently.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from corridor_kernel.ocpi.enums import TariffDimensionType as Dimension
from corridor_kernel.ocpi.enums import TariffType

THRESHOLD_W: Final = 50_000

_ALLOWED = frozenset({Dimension.ENERGY, Dimension.PARKING_TIME})


def is_bound(evse: Mapping[str, Any]) -> bool:
    """50.0 kW count; an EVSE has the power of its strongest connector."""
    power = max(connector["max_power_w"] for connector in evse["connectors"])
    return bool(power >= THRESHOLD_W and evse.get("afir_prices", True))


def is_for_ad_hoc(tariff: Mapping[str, Any]) -> bool:
    """A tariff without a type is for everybody."""
    return tariff.get("type") in (None, TariffType.AD_HOC_PAYMENT)


def breaches(tariff: Mapping[str, Any]) -> list[str]:
    """What a valid OCPI tariff has that must not be there; what costs nothing does no harm."""
    return list(dict.fromkeys(_breaches(tariff)))


def _breaches(tariff: Mapping[str, Any]) -> Iterator[str]:
    for element in tariff["elements"]:
        reserved = "reservation" in element.get("restrictions", {})
        for component in element["price_components"]:
            if component["price"] > 0 and reserved:
                yield "a price of reservations"
            elif component["price"] > 0 and component["type"] not in _ALLOWED:
                yield str(component["type"])
    least = tariff.get("min_price")
    if least is not None and max(least.values()) > 0:
        yield "min_price"
