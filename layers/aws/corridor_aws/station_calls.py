"""The only way to a station: a command on the gateway's FIFO queue (DESIGN §2)."""

from collections.abc import Mapping
from typing import Any

import orjson

from corridor_aws import settings
from corridor_aws.clients import client

DEFAULT_TIMEOUT_S = 45


def send_call(
    station_id: str,
    call_id: str,
    action: str,
    payload: Mapping[str, Any],
    *,
    timeout_s: int = DEFAULT_TIMEOUT_S,
    task_token: str | None = None,
) -> str:
    """Ask for one OCPP CALL to a station; returns its place in the queue (SQS SequenceNumber).

    Group = station, so calls keep their order. `call_id` (at most 36 characters) becomes the
    OCPP message id and drops repeats. `timeout_s` (1 to 900) is how long the call may wait for
    its turn, and then again how long the station may take to answer.
    """
    message = {
        "station_id": station_id,
        "call_id": call_id,
        "action": action,
        "payload": payload,
        "timeout_s": timeout_s,
        "task_token": task_token,
    }
    response = client("sqs").send_message(
        QueueUrl=settings.required("STATION_CALLS_QUEUE_URL"),
        MessageBody=orjson.dumps(message).decode(),
        MessageGroupId=station_id,
        MessageDeduplicationId=call_id,
    )
    return str(response["SequenceNumber"])
