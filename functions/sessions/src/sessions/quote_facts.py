"""Ask pricing what a session costs as it stands."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from corridor_aws.invocations import invoke


def quote_facts(facts: Mapping[str, Any], *, budget_s: float) -> Decimal:
    """The total including taxes, in the currency of the site; raises if there is no answer."""
    return Decimal(invoke("quote-session", {"session": facts}, budget_s=budget_s)["total_incl_vat"])
