"""What is recorded of 1.6 transactions beside the ledger: ids given, who runs, who is unmatched.

The records are the key to matching; whatever is billed comes from the ledger alone.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import orjson

from corridor_kernel.identifiers import digest
from corridor_kernel.times import to_text
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.ocpp16.matching import Orphan, orphan, place_in_time
from ocpp_gateway.domain.ocpp16.start import Running, Start, recorded
from ocpp_gateway.records import all_records, record_item, records_from
from ocpp_gateway.tables import RecordTable

STARTED: Final = "started-transaction"
START_MESSAGE: Final = "start-message"
RUNNING: Final = "running-transaction"
UNMATCHED: Final = "unmatched-message"
REMOTE_START: Final = "remote-start"
STATUS: Final = "status"

ANY_CONNECTOR: Final = 0


def record_key(station_id: str, kind: str, key: object) -> tuple[type[RecordTable], str, str]:
    """A record to be read with others."""
    return RecordTable, station_id, f"{kind}#{key}"


def started_record(
    request: Request, transaction_id: int, start: Start, answer: Mapping[str, Any]
) -> RecordTable:
    """The id is given to this start for ever, and so is the idTagInfo that it was answered."""
    content = {
        "key": start.key,
        "messageKey": start.message_key,
        "receivedAt": to_text(request.now),
        "told": request.payload,
        "answer": answer,
    }
    return record_item(request.station_id, STARTED, str(transaction_id), content, request.now)


def message_record(request: Request, transaction_id: int, start: Start) -> RecordTable:
    """The id that a message was answered with."""
    content = {"transactionId": transaction_id}
    return record_item(request.station_id, START_MESSAGE, start.message_key, content, request.now)


def running_record(station_id: str, running: Running, now: datetime) -> RecordTable:
    """A transaction runs on a connector."""
    return record_item(station_id, RUNNING, _running_key(running), running.content(), now)


def running_on(station_id: str, connector_id: int | None = None) -> list[Running]:
    """The running transactions of a connector, or of the whole station: one query."""
    kind = RUNNING if connector_id is None else f"{RUNNING}#{connector_id}"
    return [recorded(content) for content in all_records(station_id, kind).values()]


def unmatched_record(request: Request) -> RecordTable:
    """A message that names no transaction of ours; told again it is the same record."""
    payload = orjson.dumps(request.payload, option=orjson.OPT_SORT_KEYS)
    at = place_in_time(request.action, request.payload)
    key = f"{at}#{request.action}#{digest(payload)}"
    content = {
        "action": request.action,
        "payload": request.payload,
        "messageId": request.message_id,
        "receivedAt": to_text(request.now),
        "violation": request.violation,
    }
    return record_item(request.station_id, UNMATCHED, key, content, request.now)


def unmatched(station_id: str, since: datetime) -> list[Orphan]:
    """The messages that wait for a transaction, and tell of nothing before `since`: one query."""
    found = records_from(station_id, UNMATCHED, to_text(since))
    return [orphan(key, content) for key, content in found.items()]


def _running_key(running: Running) -> str:
    return f"{running.connector_id}#{running.transaction_id}"
