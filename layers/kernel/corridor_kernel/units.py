"""Energy with the unit in the type: Decimal, never float (http-and-tables.md §4)."""

from decimal import Decimal
from typing import NewType

Wh = NewType("Wh", Decimal)
