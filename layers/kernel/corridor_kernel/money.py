"""Money: Decimal amounts with their currency, rounded once (ocpi.md P8)."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MINOR_UNIT_DIGITS = {"EUR": 2, "CZK": 2, "PLN": 2, "DKK": 2, "SEK": 2, "HUF": 2, "CHF": 2}


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in one currency (ISO 4217)."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in MINOR_UNIT_DIGITS:
            raise ValueError(f"unknown currency {self.currency!r}")

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return Money(self.amount + other.amount, self.currency)

    def rounded(self) -> "Money":
        """Half up to the currency's minor unit: called once, on the bill (P8)."""
        quantum = Decimal(1).scaleb(-MINOR_UNIT_DIGITS[self.currency])
        return Money(self.amount.quantize(quantum, ROUND_HALF_UP), self.currency)
