"""What is to happen later: messages that SQS holds back (aws.md §2.2); at most 900 s."""

import math
from datetime import datetime
from typing import Any

import orjson

from corridor_aws import settings
from corridor_aws.clients import client
from corridor_kernel.times import to_text

MAX_DELAY_S = 900

CALL_TIMEOUT = "call_timeout"
CLOSE_CONNECTION = "close_connection"
CAMPAIGN_DUE = "campaign_due"
UPDATE_OVERDUE = "update_overdue"
SWEEP_LOCAL_LISTS = "sweep_local_lists"
SYNC_LOCAL_LIST = "sync_local_list"


def close_later(connection_id: str, delay_s: int) -> None:
    """Close a socket after `delay_s`, when its `$connect` has been answered."""
    _send({"kind": CLOSE_CONNECTION, "connection_id": connection_id}, delay_s)


def call_times_out(station_id: str, call_id: str, attempt: str, timeout_s: int) -> None:
    """End this sending of a call after `timeout_s` unless it ended before (R-RPC-7)."""
    message = {"station_id": station_id, "call_id": call_id, "attempt": attempt}
    _send({"kind": CALL_TIMEOUT} | message, timeout_s)


def campaign_due(campaign_id: str, at: datetime, now: datetime) -> None:
    """Look at a campaign again at `at`, however far off that is."""
    message = {"campaign_id": campaign_id, "at": to_text(at)}
    _send({"kind": CAMPAIGN_DUE} | message, _delay_s(at, now))


def update_overdue(
    campaign_id: str, station_id: str, attempt: int, at: datetime, now: datetime
) -> None:
    """Fail this attempt of a station's update at `at` unless it ended before."""
    message = {"campaign_id": campaign_id, "station_id": station_id, "attempt": attempt}
    _send({"kind": UPDATE_OVERDUE, "at": to_text(at)} | message, _delay_s(at, now))


def _delay_s(at: datetime, now: datetime) -> int:
    """What is further off than SQS can hold comes before its time, and is put off again."""
    return min(MAX_DELAY_S, max(0, math.ceil((at - now).total_seconds())))


def sweep_local_lists(after: str | None, delay_s: int) -> None:
    """Look at the lists of all stations, or of those whose ids come after `after`."""
    _send({"kind": SWEEP_LOCAL_LISTS, "after": after}, delay_s)


def sync_local_list(station_id: str) -> None:
    """Look at the list of one station now, whatever becomes of the others."""
    _send({"kind": SYNC_LOCAL_LIST, "station_id": station_id}, 0)


def _send(message: dict[str, Any], delay_s: int) -> None:
    client("sqs").send_message(
        QueueUrl=settings.required("DEADLINES_QUEUE_URL"),
        MessageBody=orjson.dumps(message).decode(),
        DelaySeconds=delay_s,
    )
