"""What operators ask of sessions and remote starts."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from corridor_aws.functions import Operation, answer
from sessions.describe_session import describe_events, describe_session
from sessions.describe_start import describe_start
from sessions.domain.requests import check_filters, check_start
from sessions.find_session import find_session
from sessions.find_start import find_start
from sessions.list_sessions import Wanted, list_sessions
from sessions.read_events import read_events
from sessions.receipts.describe_receipt import describe_receipt
from sessions.retry_settlement import retry_settlement
from sessions.start_session import start_session
from sessions.stop_session import stop_session
from sessions.write_off import write_off


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """`{"operation", "parameters"}` in, `{"status", "body"}` or `{"problem"}` out."""
    return answer(OPERATIONS, event)


def _list(limit: int = 50, cursor: str | None = None, **filters: Any) -> tuple[int, Any]:
    items, next_cursor = list_sessions(Wanted(**check_filters(filters)), limit, cursor)
    return 200, {"items": [describe_session(item) for item in items], "cursor": next_cursor}


def _get(session_id: str) -> tuple[int, Any]:
    item, events = find_session(session_id), read_events(session_id)
    more = describe_events(events) | describe_receipt(item)
    return 200, describe_session(item, events) | more


def _start(**given: Any) -> tuple[int, Any]:
    check_start(given)
    return 202, describe_start(start_session(**given, now=datetime.now(UTC)))


def _get_start(station_id: str, remote_start_id: int) -> tuple[int, Any]:
    return 200, describe_start(find_start(station_id, remote_start_id))


def _stop(session_id: str) -> tuple[int, Any]:
    return 202, {"call_id": stop_session(session_id, datetime.now(UTC))}


def _settle(session_id: str) -> tuple[int, Any]:
    return 202, describe_session(retry_settlement(session_id))


def _write_off(session_id: str, by: str, reason: str) -> tuple[int, Any]:
    return 200, describe_session(write_off(session_id, by, reason, datetime.now(UTC)))


def _signed(name: str) -> Operation:
    def ask(**given: Any) -> tuple[int, Any]:
        # Imports cryptography: no other question waits for that.
        from sessions.signed.operations import OPERATIONS as SIGNED

        return SIGNED[name](**given)

    return ask


_SIGNED = (
    "list_signed_values",
    "register_meter_key",
    "confirm_meter_key",
    "list_meter_keys",
    "list_missing_pages",
)

OPERATIONS: Mapping[str, Operation] = {
    "list_sessions": _list,
    "get_session": _get,
    "start_session": _start,
    "get_start": _get_start,
    "stop_session": _stop,
    "retry_settlement": _settle,
    "write_off": _write_off,
    **{name: _signed(name) for name in _SIGNED},
}
