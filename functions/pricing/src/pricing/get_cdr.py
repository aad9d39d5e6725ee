"""One CDR."""

from typing import Any

import orjson

from corridor_kernel.problems import not_found
from pricing.tables import CdrTable


def get_cdr(cdr_id: str) -> dict[str, Any]:
    """Its summary, and the OCPI object as `cdr`; Problem 404 if there is no such CDR."""
    item = find_cdr(cdr_id)
    return {**orjson.loads(item.summary), "cdr": orjson.loads(item.document)}


def find_cdr(cdr_id: str) -> CdrTable:
    """Problem 404 if there is no such CDR."""
    try:
        return CdrTable.get(cdr_id, consistent_read=True)
    except CdrTable.DoesNotExist:
        raise not_found("CDR", cdr_id) from None
