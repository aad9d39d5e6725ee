"""The currencies Corridor bills in. Amounts are exact until the bill, and rounded once (P8)."""

MINOR_UNIT_DIGITS = {"EUR": 2, "CZK": 2, "PLN": 2, "DKK": 2, "SEK": 2, "HUF": 0, "CHF": 2}
"""How many decimals a paid amount has, by ISO 4217 code.

ISO still gives the forint two, but nothing below a whole one can be paid out.
"""


class UnknownCurrency(ValueError):
    """Nobody has said how amounts in that currency are rounded."""


def minor_unit_digits(currency: str) -> int:
    """How many decimals a paid amount has; raises UnknownCurrency."""
    if currency not in MINOR_UNIT_DIGITS:
        raise UnknownCurrency(f"{currency!r} is none of {', '.join(MINOR_UNIT_DIGITS)}")
    return MINOR_UNIT_DIGITS[currency]
