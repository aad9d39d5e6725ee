"""Energy and money as texts."""

from decimal import Decimal

from corridor_kernel.money import minor_unit_digits


def kwh(wh: Decimal) -> str:
    """Of Wh, exact, without zeros at the end."""
    return format(wh.scaleb(-3).normalize(), "f")


def amount(value: Decimal, currency: str) -> str:
    """With the decimals of its currency; DynamoDB keeps no zeros at the end."""
    return format(value, f".{minor_unit_digits(currency)}f")
