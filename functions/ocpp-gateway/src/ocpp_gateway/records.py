"""What is known of a station, as records: one place for reports, results and desired values.

A record is `(station, kind, key)` with JSON content; the last one told stands. Whoever writes a
kind says in `KINDS` what its key and content are.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from pynamodb.exceptions import DeleteError, PutError, TransactWriteError
from pynamodb.expressions.condition import Condition

from corridor_aws.items import get_together
from corridor_aws.outbox import OutboxItem
from corridor_aws.paging import page
from corridor_aws.tables import is_condition_failure, is_lost_race, transaction
from corridor_kernel.problems import not_found
from corridor_kernel.times import to_text
from ocpp_gateway.tables import RecordTable

Content = Mapping[str, Any]

# kind -> what operators read of it.
KINDS: Final[Mapping[str, str]] = {
    "certificate": "The station's certificates and the roots it trusts, as far as we know.",
    "certificate-request": "What came of a CSR of the station, by the CSR's digest.",
    "revoked-certificate": "Certificates that open no socket any more, by SHA-256.",
    "boot": "The last BootNotification that names the meter, in its own words (OCPP 1.6).",
    "firmware-update": "How far an update is, by requestId.",
    "firmware-publication": "How far a local controller is with a publication, by requestId.",
    "firmware-unpublication": "The answer to the last UnpublishFirmware, by checksum.",
    "local-list": "How the station's local authorization list stands (`state`).",
    "log-upload": "How far a log upload is, by requestId.",
    "alarm": "Whether a monitor's last alert stands or was cleared, by variable and monitor.",
    "availability": "What a station, an EVSE or a connector was told to be, by place.",
    "cache": "How the last ClearCache ended (`cleared`).",
    "charging-limit": "What limits charging besides us, by source and EVSE (0: all of them).",
    "charging-profile": "The profiles that the station holds, by profile id.",
    "composite-schedule": "The schedule that a station last computed for an EVSE, by EVSE.",
    "customer-information": "What a station stores of a customer, by requestId; for 7 days.",
    "data-transfer": "The last answer to a vendor's message of ours, by vendor and message.",
    "display-message": "The messages that the station holds, by message id.",
    "ev-charging-needs": "What the car at an EVSE last asked for (ISO 15118), by EVSE.",
    "ev-charging-schedule": "How the car at an EVSE means to charge (ISO 15118), by EVSE.",
    "event": "What monitors reported, newest first, by time and event id; for 90 days.",
    "meter-value": "Clock-aligned values, newest first, by EVSE and time; for 90 days.",
    "monitor": "The monitors of the station, by monitor id.",
    "monitoring": "The monitoring base and level that the station took.",
    "desired": "What the operator wants of a variable, whatever its model's file says.",
    "network-profile": "What a slot of the station's connections holds, by slot.",
    "provisioning": "`run`: how far the last run is or was; `restart`: what it restarted for.",
    "profile-upgrade": "How far the station is on its way to another security profile.",
    "report": "Which pages of a report are there, and what asked for it, by requestId.",
    "ocsp": "What OCSP responders said of certificates, until they are to be asked again.",
    "root": "The roots that operators named.",
    "reservation": "How a reservation stands, by reservation id.",
    "reset": "The last reset that the station took, by EVSE (0: all of it).",
    "setting": "How the last SetVariables of a variable ended, by variable and attribute.",
    "trigger": "The last answer to a TriggerMessage, by message and place.",
    "unlock": "How the last unlocking of a connector ended, by connector.",
    "remote-start": "A start that waits for its transaction, by connector (OCPP 1.6).",
    "running-transaction": "Started and not stopped, by connector and transactionId (OCPP 1.6).",
    "start-message": "The transactionId that a message was answered with (OCPP 1.6).",
    "started-transaction": "The StartTransaction that an id was given to, by id (OCPP 1.6).",
    "status": "The last StatusNotification in its own words, by connectorId (OCPP 1.6).",
    "unmatched-message": "What names no transaction of ours, by action (OCPP 1.6).",
    "variable": "What the station last told of a variable, by component and variable.",
}

# How long a record is kept that would else gather without end.
KEPT_FOR: Final[Mapping[str, timedelta]] = {
    "customer-information": timedelta(days=7),
    "event": timedelta(days=90),
    "meter-value": timedelta(days=90),
    "ocsp": timedelta(days=30),
    "remote-start": timedelta(days=1),
    "report": timedelta(days=90),
    "start-message": timedelta(days=1),
    "unmatched-message": timedelta(days=90),
}

# Kinds whose keys begin with what lists are sorted by, the last first.
NEWEST_FIRST: Final = frozenset({"event", "meter-value"})

_TRIES = 5
_TOGETHER = 100


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


def delete_older(station_id: str, kind: str, key: str, at: datetime) -> None:
    """The record is gone, as of `at`; one that is newer stays."""
    known = RecordTable.updated_at
    with _unless_newer():
        RecordTable(station_id, f"{kind}#{key}").delete(known.does_not_exist() | (known <= at))


def change_record(
    station_id: str,
    kind: str,
    key: str,
    change: Callable[[Content | None], Content | None],
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
    changes: Mapping[str, Callable[[Content | None], Content | None]],
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
        found.setdefault(item.record.partition("#")[0], {})[_key(item)] = item.content
    return found


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
        forward = kind not in NEWEST_FIRST
        return RecordTable.query(station_id, condition, scan_index_forward=forward, **which)

    items, next_cursor = page(query, limit, cursor)
    shown = [
        {"key": _key(item), "content": item.content, "updated_at": to_text(item.updated_at)}
        for item in items
        if not _has_expired(item)
    ]
    return {"items": shown, "cursor": next_cursor}


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


@contextmanager
def _unless_newer() -> Iterator[None]:
    """A write that is refused because the record is newer is no fault."""
    try:
        yield
    except (PutError, DeleteError) as error:
        if not is_condition_failure(error):
            raise


def _replacements(
    station_id: str,
    kind: str,
    changes: Mapping[str, Callable[[Content | None], Content | None]],
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


def _has_expired(item: RecordTable) -> bool:
    """DynamoDB deletes what has expired within days, not at once."""
    return item.expires_at is not None and item.expires_at <= datetime.now(UTC)


def _key(item: RecordTable) -> str:
    return str(item.record).partition("#")[2]
