"""Change the record of an update, a publication or an upload, and tell of its new status.

The record is read, changed and written only over what was read: the answer to our CALL and the
station's first status come by two ways at once.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from pynamodb.transactions import TransactWrite

from corridor_aws.outbox import outbox_item
from corridor_kernel.events import Event
from ocpp_gateway.domain.progress import LOG_UPLOAD, Process
from ocpp_gateway.firmware.attempts import Contended, attempts
from ocpp_gateway.race import won
from ocpp_gateway.records import find_record
from ocpp_gateway.tables import RecordTable

NO_REQUEST = "none"

Content = Mapping[str, Any]
Change = Callable[[Content], dict[str, Any]]


def change_progress(
    station_id: str, process: Process, request_id: int | None, change: Change, now: datetime
) -> None:
    """Two round trips. `change` is a pure function of the content, empty if there is none."""
    key = NO_REQUEST if request_id is None else str(request_id)
    for _ in attempts():
        before = find_record(station_id, process.kind, key)
        after = {"request_id": request_id} | change(before or {})
        if after == before or _saved(station_id, process, key, before, after, now):
            return
    raise Contended


def _saved(
    station_id: str,
    process: Process,
    key: str,
    before: Content | None,
    after: dict[str, Any],
    now: datetime,
) -> bool:
    record, known = f"{process.kind}#{key}", RecordTable.content
    unchanged = known.does_not_exist() if before is None else known == before
    is_news = after.get("status") != (before or {}).get("status")

    def write(items: TransactWrite) -> None:
        items.save(RecordTable(station_id, record, content=after, updated_at=now), unchanged)
        if is_news and process is not LOG_UPLOAD:
            items.save(outbox_item(_event(station_id, process, after, now)))

    return won(write)


def _event(station_id: str, process: Process, content: Content, now: datetime) -> Event:
    request_id, status = content["request_id"], content["status"]
    known_since = content["history"][-1]["last_at"]
    data = {"station_id": station_id, "process": process.kind, "status": status}
    return Event(
        source="corridor.ocpp-gateway",
        name="FirmwareStatusChanged",
        id=f"FirmwareStatusChanged/{station_id}/{process.kind}/{request_id}/{status}/{known_since}",
        time=now,
        data=data | ({} if request_id is None else {"request_id": request_id}),
    )
