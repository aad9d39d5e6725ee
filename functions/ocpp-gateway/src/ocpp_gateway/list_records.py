"""The records of one kind, as operators read them."""

from datetime import UTC, datetime
from typing import Any

from corridor_aws.paging import page
from corridor_kernel.problems import Problem
from corridor_kernel.times import to_text
from ocpp_gateway.domain.record_kinds import KINDS, NEWEST_FIRST
from ocpp_gateway.records import key_of
from ocpp_gateway.tables import RecordTable


def list_records(station_id: str, kind: str, limit: int, cursor: str | None) -> dict[str, Any]:
    """`{items: [{key, content, updated_at}], cursor}`.

    Problem 404 for a kind nobody keeps: it tells which there are.
    """
    if kind not in KINDS:
        known = ", ".join(sorted(KINDS))
        raise Problem(404, "Not Found", f"There is no kind of record {kind!r}, but {known}.")

    def query(**which: Any) -> Any:
        condition = RecordTable.record.startswith(f"{kind}#")
        forward = kind not in NEWEST_FIRST
        return RecordTable.query(station_id, condition, scan_index_forward=forward, **which)

    items, next_cursor = page(query, limit, cursor)
    shown = [
        {"key": key_of(item), "content": item.content, "updated_at": to_text(item.updated_at)}
        for item in items
        if not _has_expired(item)
    ]
    return {"items": shown, "cursor": next_cursor}


def _has_expired(item: RecordTable) -> bool:
    """DynamoDB deletes what has expired within days, not at once."""
    return item.expires_at is not None and item.expires_at <= datetime.now(UTC)
