"""Cursor pagination: a page of items and the opaque cursor of the next one."""

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import orjson
from pynamodb.exceptions import PynamoDBException

from corridor_kernel.problems import Problem

MAX_LIMIT = 100

_REFUSED_KEYS = {"ValidationException", "SerializationException"}


class Results(Protocol):
    """What pynamodb's query and scan return."""

    last_evaluated_key: Mapping[str, Any] | None

    def __iter__(self) -> Any: ...


def page(query: Callable[..., Any], limit: int, cursor: str | None) -> tuple[list[Any], str | None]:
    """At most `limit` results of `query(limit=…, last_evaluated_key=…)`, and the next cursor.

    Problem 400 for a limit outside 1..100 or a cursor that is not one of this list.
    """
    if not 1 <= limit <= MAX_LIMIT:
        raise Problem(400, "Bad Request", f"limit must be between 1 and {MAX_LIMIT}.")
    key = _key(cursor)
    try:
        results: Results = query(limit=limit, last_evaluated_key=key)
        items = list(results)
    except PynamoDBException as error:
        if key is not None and error.cause_response_code in _REFUSED_KEYS:
            raise _not_ours() from None
        raise
    return items, _cursor(results.last_evaluated_key)


def _not_ours() -> Problem:
    return Problem(400, "Bad Request", "The cursor is not one of this list.")


def _cursor(key: Mapping[str, Any] | None) -> str | None:
    return base64.urlsafe_b64encode(orjson.dumps(key)).decode() if key else None


def _key(cursor: str | None) -> Mapping[str, Any] | None:
    if cursor is None:
        return None
    try:
        key = orjson.loads(base64.urlsafe_b64decode(cursor))
    except (binascii.Error, ValueError):
        key = None
    if not isinstance(key, dict):
        raise _not_ours()
    return key
