"""What a tariff's minimum or maximum made of the charges (P7)."""

from fractions import Fraction
from typing import Any

from pricing.domain.bill import with_vat
from pricing.domain.exact import cut
from pricing.domain.rating import Rating


def limit(rating: Rating, digits: int) -> dict[str, str] | None:
    """Totals before and after it, and whether it raised or lowered them; None if it did neither."""
    net = sum((charge.amount for charge in rating.charges), Fraction(0))
    gross = sum((with_vat(each.amount, each.component.vat) for each in rating.charges), Fraction(0))
    bill = rating.bill
    if (net, gross) == (bill.net, bill.gross):
        return None
    is_raised = bill.net > net or bill.gross > gross
    texts: dict[str, Any] = {
        "before_excl_vat": net,
        "before_incl_vat": gross,
        "after_excl_vat": bill.net,
        "after_incl_vat": bill.gross,
    }
    amounts = {name: str(cut(amount, digits)) for name, amount in texts.items()}
    return {"limit": "min_price" if is_raised else "max_price"} | amounts
