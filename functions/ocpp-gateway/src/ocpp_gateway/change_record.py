"""Replace records by what a change makes of them, so that no other writer's news is lost."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from pynamodb.exceptions import PutError, TransactWriteError
from pynamodb.expressions.condition import Condition

from corridor_aws.items import get_together
from corridor_aws.outbox import OutboxItem
from corridor_aws.tables import is_condition_failure, is_lost_race, transaction
from ocpp_gateway.records import Content, find_record, record_item
from ocpp_gateway.tables import RecordTable

Change = Callable[[Content | None], Content | None]

_TRIES = 5
_TOGETHER = 100


def change_record(
    station_id: str,
    kind: str,
    key: str,
    change: Change,
    now: datetime,
    tell: Callable[[Content | None, Content], OutboxItem | None] = lambda before, after: None,
) -> Content | None:
    """Replace a record by what `change` makes of it, and return it; None leaves it as it is.

    Two round trips; another writer between them makes it two more, for `change` sees what that
    one wrote. `tell(before, after)` is written with the record, both or neither.
    """
    for attempt in range(1, _TRIES + 1):
        before = find_record(station_id, kind, key)
        after = change(before)
        if after is None or after == before:
            return before
        try:
            _replace(record_item(station_id, kind, key, after, now), before, tell(before, after))
        except (PutError, TransactWriteError) as error:
            if attempt == _TRIES or not is_condition_failure(error):
                raise
        else:
            return after
    return None


def change_records(
    station_id: str,
    kind: str,
    changes: Mapping[str, Change],
    also: Iterable[RecordTable],
    now: datetime,
) -> None:
    """As change_record, for many of one kind by their keys, and `also`: two round trips for all.

    Above a hundred they are more, and not all at once.
    """
    for attempt in range(1, _TRIES + 1):
        writes = [*_replacements(station_id, kind, changes, now), *((item, None) for item in also)]
        try:
            for first in range(0, len(writes), _TOGETHER):
                with transaction() as items:
                    for item, condition in writes[first : first + _TOGETHER]:
                        items.save(item, condition)
        except TransactWriteError as error:
            if attempt == _TRIES or not is_lost_race(error):
                raise
        else:
            return


def _replacements(
    station_id: str,
    kind: str,
    changes: Mapping[str, Change],
    now: datetime,
) -> Iterator[tuple[RecordTable, Condition | None]]:
    keys = list(changes)
    for first in range(0, len(keys), _TOGETHER):
        chunk = keys[first : first + _TOGETHER]
        found = get_together(*((RecordTable, station_id, f"{kind}#{key}") for key in chunk))
        for key, item in zip(chunk, found, strict=True):
            before = item and item.content
            after = changes[key](before)
            if after is not None and after != before:
                yield record_item(station_id, kind, key, after, now), _unchanged(before)


def _unchanged(before: Content | None) -> Condition:
    if before is None:
        return RecordTable.record.does_not_exist()
    return RecordTable.content == before


def _replace(item: RecordTable, before: Content | None, event: OutboxItem | None) -> None:
    if event is None:
        item.save(_unchanged(before))
        return
    with transaction() as items:
        items.save(item, _unchanged(before))
        items.save(event)
