"""What is known of a station, as records: one place for reports, results and desired values.

A record is `(station, kind, key)` with JSON content; the last one told stands. Whoever writes a
kind says in `KINDS` what its key and content are.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from corridor_aws.paging import page
from corridor_kernel.problems import not_found
from corridor_kernel.times import to_text
from ocpp_gateway.tables import RecordTable

Content = Mapping[str, Any]

# kind -> what operators read of it.
KINDS: Final[Mapping[str, str]] = {
    "firmware-update": "How far an update is, by requestId.",
    "firmware-publication": "How far a local controller is with a publication, by requestId.",
    "firmware-unpublication": "The answer to the last UnpublishFirmware, by checksum.",
    "log-upload": "How far a log upload is, by requestId.",
}


def put_record(station_id: str, kind: str, key: str, content: Content, now: datetime) -> None:
    _record(station_id, kind, key, content, now).save()


def put_records(station_id: str, kind: str, contents: Mapping[str, Content], now: datetime) -> None:
    """Many records of one kind by their keys, in batches: each is kept, but not all at once."""
    with RecordTable.batch_write() as batch:
        for key, content in contents.items():
            batch.save(_record(station_id, kind, key, content, now))


def find_record(station_id: str, kind: str, key: str) -> Content | None:
    """The content, read consistently."""
    try:
        found = RecordTable.get(station_id, f"{kind}#{key}", consistent_read=True)
    except RecordTable.DoesNotExist:
        return None
    content: Content = found.content
    return content


def all_records(station_id: str, kind: str) -> dict[str, Content]:
    """Every record of a kind by its key, read consistently; as many round trips as it has MB."""
    condition = RecordTable.record.startswith(f"{kind}#")
    found = RecordTable.query(station_id, condition, consistent_read=True)
    return {_key(item): item.content for item in found}


def delete_record(station_id: str, kind: str, key: str) -> None:
    RecordTable(station_id, f"{kind}#{key}").delete()


def list_records(station_id: str, kind: str, limit: int, cursor: str | None) -> dict[str, Any]:
    """`{items: [{key, content, updated_at}], cursor}`; Problem 404 for a kind nobody keeps."""
    if kind not in KINDS:
        raise not_found("kind of record", kind)

    def query(**which: Any) -> Any:
        condition = RecordTable.record.startswith(f"{kind}#")
        return RecordTable.query(station_id, condition, **which)

    items, next_cursor = page(query, limit, cursor)
    shown = [
        {"key": _key(item), "content": item.content, "updated_at": to_text(item.updated_at)}
        for item in items
    ]
    return {"items": shown, "cursor": next_cursor}


def _record(station_id: str, kind: str, key: str, content: Content, now: datetime) -> RecordTable:
    return RecordTable(station_id, f"{kind}#{key}", content=dict(content), updated_at=now)


def _key(item: RecordTable) -> str:
    return str(item.record).partition("#")[2]
