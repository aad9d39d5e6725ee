"""The currencies Corridor bills in. Amounts are exact until the bill, and rounded once (P8)."""

MINOR_UNIT_DIGITS = {"EUR": 2, "CZK": 2, "PLN": 2, "DKK": 2, "SEK": 2, "HUF": 2, "CHF": 2}
"""How many decimals a paid amount has, by ISO 4217 code."""
