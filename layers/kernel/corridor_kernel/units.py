"""Energy and power with the unit in the type: Decimal, never float (http-and-tables.md §4)."""

from decimal import Decimal
from typing import NewType

Wh = NewType("Wh", Decimal)
Kwh = NewType("Kwh", Decimal)
W = NewType("W", Decimal)


def to_kwh(energy: Wh) -> Kwh:
    """Exact: 1 kWh = 1000 Wh."""
    return Kwh(energy / 1000)
