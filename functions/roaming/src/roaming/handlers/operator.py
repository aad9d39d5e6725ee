"""What operators ask of the token registry."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from corridor_aws.functions import Operation, answer
from corridor_kernel.problems import not_found
from roaming.create_token import create_token
from roaming.domain.token import view
from roaming.find_token import find_token
from roaming.list_tokens import list_tokens
from roaming.put_token import put_token


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """`{"operation", "parameters"}` in, `{"status", "body"}` or `{"problem"}` out."""
    return answer(OPERATIONS, event)


def _create(**given: Any) -> tuple[int, Any]:
    return 201, view(create_token(given, datetime.now(UTC)))


def _put(**given: Any) -> tuple[int, Any]:
    return 200, view(put_token(given, datetime.now(UTC)))


def _get(type: str, uid: str) -> tuple[int, Any]:
    token = find_token(type, uid)
    if token is None:
        raise not_found(f"token of type {type!r} with uid", uid)
    return 200, view(token)


def _list(limit: int = 50, cursor: str | None = None) -> tuple[int, Any]:
    tokens, next_cursor = list_tokens(limit, cursor)
    return 200, {"items": [view(token) for token in tokens], "cursor": next_cursor}


OPERATIONS: Mapping[str, Operation] = {
    "create_token": _create,
    "put_token": _put,
    "get_token": _get,
    "list_tokens": _list,
}
