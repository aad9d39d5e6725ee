"""What operators ask about tariffs and CDRs."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from corridor_aws.functions import Operation, answer
from pricing.correct_cdr import correct_cdr
from pricing.domain.correction import Correction
from pricing.explain_cdr import explain_cdr
from pricing.get_cdr import get_cdr
from pricing.list_cdrs import list_cdrs
from pricing.tariff_operations import TARIFF_OPERATIONS


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """`{"operation", "parameters"}` in, `{"status", "body"}` or `{"problem"}` out."""
    return answer(OPERATIONS, event)


def _list_cdrs(**which: Any) -> tuple[int, Any]:
    cdrs, next_cursor = list_cdrs(**which)
    return 200, {"items": cdrs, "cursor": next_cursor}


def _correct_cdr(cdr_id: str, reason: str, by: str, corrections: Any = None) -> tuple[int, Any]:
    correction = Correction(reason, by, corrections or {})
    return 201, correct_cdr(cdr_id, correction, datetime.now(UTC))


OPERATIONS: Mapping[str, Operation] = {
    **TARIFF_OPERATIONS,
    "list_cdrs": _list_cdrs,
    "get_cdr": lambda cdr_id: (200, get_cdr(cdr_id)),
    "correct_cdr": _correct_cdr,
    "explain_cdr": lambda cdr_id: (200, explain_cdr(cdr_id)),
}
