"""What operators ask about tariffs and prices."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from corridor_aws.functions import Operation
from pricing.create_price_book import create_price_book
from pricing.create_tariff import create_tariff
from pricing.domain.version import view
from pricing.end_tariff import end_tariff
from pricing.get_price_texts import get_price_texts
from pricing.get_tariff import get_tariff
from pricing.list_tariffs import list_tariffs
from pricing.quote import quote
from pricing.review_tariff import review_tariff


def _create_tariff(tariff: Any = None, assigned_to: Any = None) -> tuple[int, Any]:
    return 201, view(create_tariff(tariff, assigned_to, datetime.now(UTC)))


def _check_tariff(tariff: Any = None, assigned_to: Any = None) -> tuple[int, Any]:
    return 200, review_tariff(tariff, assigned_to, datetime.now(UTC)).view()


def _create_price_book(
    price_book: Any, country: str, assigned_to: Any, **tariff: Any
) -> tuple[int, Any]:
    now = datetime.now(UTC)
    return 201, view(create_price_book(price_book, country, tariff, assigned_to, now))


def _end_tariff(tariff_id: str, at: str | None = None) -> tuple[int, Any]:
    return 201, view(end_tariff(tariff_id, at, datetime.now(UTC)))


def _list_tariffs(limit: int = 50, cursor: str | None = None) -> tuple[int, Any]:
    tariffs, next_cursor = list_tariffs(limit, cursor)
    return 200, {"items": [view(tariff) for tariff in tariffs], "cursor": next_cursor}


def _quote(**wanted: Any) -> tuple[int, Any]:
    return 200, quote(wanted)


TARIFF_OPERATIONS: Mapping[str, Operation] = {
    "create_tariff": _create_tariff,
    "check_tariff": _check_tariff,
    "create_price_book": _create_price_book,
    "end_tariff": _end_tariff,
    "list_tariffs": _list_tariffs,
    "get_tariff": lambda tariff_id: (200, get_tariff(tariff_id)),
    "get_price_texts": lambda tariff_id: (200, get_price_texts(tariff_id)),
    "quote": _quote,
}
