"""What is to happen later: messages that SQS holds back (aws.md §2.2); at most 900 s."""

from typing import Any

import orjson

from corridor_aws import settings
from corridor_aws.clients import client

MAX_DELAY_S = 900

CALL_TIMEOUT = "call_timeout"
CLOSE_CONNECTION = "close_connection"


def close_later(connection_id: str, delay_s: int) -> None:
    """Close a socket after `delay_s`, when its `$connect` has been answered."""
    _send({"kind": CLOSE_CONNECTION, "connection_id": connection_id}, delay_s)


def call_times_out(station_id: str, call_id: str, attempt: str, timeout_s: int) -> None:
    """End this sending of a call after `timeout_s` unless it ended before (R-RPC-7)."""
    message = {"station_id": station_id, "call_id": call_id, "attempt": attempt}
    _send({"kind": CALL_TIMEOUT} | message, timeout_s)


def _send(message: dict[str, Any], delay_s: int) -> None:
    client("sqs").send_message(
        QueueUrl=settings.required("DEADLINES_QUEUE_URL"),
        MessageBody=orjson.dumps(message).decode(),
        DelaySeconds=delay_s,
    )
