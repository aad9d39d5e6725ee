"""Energy and money as texts, exact: no digit of the meter is lost, none is added (R-EI-2)."""

from decimal import Decimal

from corridor_kernel.money import minor_unit_digits


def kwh(wh: Decimal) -> str:
    """Of Wh, with the digits that the meter showed."""
    return format(wh.scaleb(-3), "f")


def amount(value: Decimal, currency: str) -> str:
    """With the decimals of its currency; DynamoDB keeps no zeros at the end."""
    return format(value, f".{minor_unit_digits(currency)}f")
