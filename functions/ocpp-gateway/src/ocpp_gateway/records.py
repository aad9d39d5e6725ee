"""What is known of a station, as records: one place for reports, results and desired values.

A record is `(station, kind, key)` with JSON content; the last one told stands. What each kind's
key and content are stands in `domain/record_kinds.py`.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from pynamodb.exceptions import DeleteError, PutError

from corridor_aws.tables import is_condition_failure
from ocpp_gateway.domain.record_kinds import KEPT_FOR
from ocpp_gateway.tables import RecordTable

Content = Mapping[str, Any]


def put_record(station_id: str, kind: str, key: str, content: Content, now: datetime) -> None:
    record_item(station_id, kind, key, content, now).save()


def put_records(station_id: str, kind: str, contents: Mapping[str, Content], now: datetime) -> None:
    """Many records of one kind by their keys, in batches: each is kept, but not all at once."""
    with RecordTable.batch_write() as batch:
        for key, content in contents.items():
            batch.save(record_item(station_id, kind, key, content, now))


def put_newest(station_id: str, kind: str, key: str, content: Content, at: datetime) -> None:
    """A record as of `at`; one that is newer stays as it is."""
    known = RecordTable.updated_at
    item = record_item(station_id, kind, key, content, at)
    with _unless_newer():
        item.save(known.does_not_exist() | (known <= at))


def delete_record(station_id: str, kind: str, key: str) -> None:
    RecordTable(station_id, f"{kind}#{key}").delete()


def delete_older(station_id: str, kind: str, key: str, at: datetime) -> None:
    """The record is gone, as of `at`; one that is newer stays."""
    known = RecordTable.updated_at
    with _unless_newer():
        RecordTable(station_id, f"{kind}#{key}").delete(known.does_not_exist() | (known <= at))


def find_record(station_id: str, kind: str, key: str) -> Content | None:
    """The content, read consistently."""
    try:
        found = RecordTable.get(station_id, f"{kind}#{key}", consistent_read=True)
    except RecordTable.DoesNotExist:
        return None
    content: Content = found.content
    return content


def find_records(
    station_id: str, keys: Iterable[tuple[str, str]], kinds: Iterable[str] = ()
) -> Mapping[str, Mapping[str, Content]]:
    """Those records by kind and key, and all of those kinds; one round trip for each of both.

    Not read consistently: what was told a moment ago may be missing.
    """
    found: dict[str, dict[str, Content]] = {kind: all_records(station_id, kind) for kind in kinds}
    wanted = {f"{kind}#{key}" for kind, key in keys}
    for item in RecordTable.batch_get([(station_id, record) for record in wanted]):
        found.setdefault(item.record.partition("#")[0], {})[key_of(item)] = item.content
    return found


def all_records(station_id: str, kind: str) -> dict[str, Content]:
    """Every record of a kind by its key, read consistently; as many round trips as it has MB."""
    condition = RecordTable.record.startswith(f"{kind}#")
    found = RecordTable.query(station_id, condition, consistent_read=True)
    return {key_of(item): item.content for item in found}


def records_from(station_id: str, kind: str, first: str) -> dict[str, Content]:
    """As all_records, of the keys from `first` on; for kinds whose keys begin with ASCII."""
    condition = RecordTable.record.between(f"{kind}#{first}", f"{kind}#~")
    found = RecordTable.query(station_id, condition, consistent_read=True)
    return {key_of(item): item.content for item in found}


def record_item(
    station_id: str, kind: str, key: str, content: Content, now: datetime
) -> RecordTable:
    """The item of a record, to be written within a transaction."""
    kept_for = KEPT_FOR.get(kind)
    return RecordTable(
        station_id,
        f"{kind}#{key}",
        content=dict(content),
        updated_at=now,
        expires_at=now + kept_for if kept_for else None,
    )


def key_of(item: RecordTable) -> str:
    """The key within its kind."""
    return str(item.record).partition("#")[2]


@contextmanager
def _unless_newer() -> Iterator[None]:
    """A write that is refused because the record is newer is no fault."""
    try:
        yield
    except (PutError, DeleteError) as error:
        if not is_condition_failure(error):
            raise
