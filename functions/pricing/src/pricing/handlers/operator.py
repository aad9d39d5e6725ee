"""What operators ask about tariffs and CDRs."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from corridor_aws.functions import Operation, answer
from pricing.correct_cdr import correct_cdr
from pricing.create_tariff import create_tariff
from pricing.domain.correction import Correction
from pricing.domain.version import view
from pricing.explain_cdr import explain_cdr
from pricing.get_cdr import get_cdr
from pricing.get_price_texts import get_price_texts
from pricing.get_tariff import get_tariff
from pricing.list_cdrs import list_cdrs
from pricing.list_tariffs import list_tariffs


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """`{"operation", "parameters"}` in, `{"status", "body"}` or `{"problem"}` out."""
    return answer(OPERATIONS, event)


def _create_tariff(tariff: Any = None, assigned_to: Any = None) -> tuple[int, Any]:
    return 201, view(create_tariff(tariff, assigned_to, datetime.now(UTC)))


def _list_tariffs(limit: int = 50, cursor: str | None = None) -> tuple[int, Any]:
    tariffs, next_cursor = list_tariffs(limit, cursor)
    return 200, {"items": [view(tariff) for tariff in tariffs], "cursor": next_cursor}


def _list_cdrs(**which: Any) -> tuple[int, Any]:
    cdrs, next_cursor = list_cdrs(**which)
    return 200, {"items": cdrs, "cursor": next_cursor}


def _correct_cdr(cdr_id: str, reason: str, by: str, corrections: Any = None) -> tuple[int, Any]:
    correction = Correction(reason, by, corrections or {})
    return 201, correct_cdr(cdr_id, correction, datetime.now(UTC))


OPERATIONS: Mapping[str, Operation] = {
    "create_tariff": _create_tariff,
    "list_tariffs": _list_tariffs,
    "get_tariff": lambda tariff_id: (200, get_tariff(tariff_id)),
    "get_price_texts": lambda tariff_id: (200, get_price_texts(tariff_id)),
    "list_cdrs": _list_cdrs,
    "get_cdr": lambda cdr_id: (200, get_cdr(cdr_id)),
    "correct_cdr": _correct_cdr,
    "explain_cdr": lambda cdr_id: (200, explain_cdr(cdr_id)),
}
