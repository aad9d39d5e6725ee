"""Why a CDR says what it says: what happened is rated again, by the tariff of that time."""

from typing import Any

import orjson

from corridor_kernel.problems import Problem
from pricing.domain.basis import unpacked
from pricing.domain.cdr_explanation import explanation
from pricing.get_cdr import find_cdr


def explain_cdr(cdr_id: str) -> dict[str, Any]:
    """Problem 404 if there is no such CDR, 409 for a credit CDR: it only takes another back."""
    item = find_cdr(cdr_id)
    summary = orjson.loads(item.summary)
    if of := summary.get("credit_reference_id"):
        raise Problem(409, "Conflict", f"A credit CDR has no price of its own: see {of}.")
    return explanation(summary, unpacked(item.basis))
