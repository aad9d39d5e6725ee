"""DynamoDB stream batches: poison is parked, trouble is retried, the rest goes on.

A record that fails by itself (a ValueError, a KeyError …) would stop its shard for a day, so it
is parked on the service's dead-letter queue with the reason and the batch goes on. Trouble of
AWS (throttling, a time-out) raises, and the stream brings the batch again; the event source
mapping bisects and parks what still fails (`BisectBatchOnFunctionError`, `OnFailure`).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson
from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from corridor_aws import settings
from corridor_aws.clients import client
from corridor_aws.observability import logger

Record = Mapping[str, Any]

TROUBLE = (ClientError, BotoCoreError, PynamoDBException)


def each(records: Iterable[Record], handle: Callable[[Record], None]) -> int:
    """Handle every record of a batch; returns how many were parked."""
    return sum(not _handled(record, handle) for record in records)


def _handled(record: Record, handle: Callable[[Record], None]) -> bool:
    try:
        handle(record)
    except TROUBLE:
        raise
    except Exception as error:
        park(record, error)
        return False
    return True


def park(record: Record, error: Exception) -> None:
    """Keep a record that cannot be handled, with the reason, on the dead-letter queue."""
    name = settings.required("AWS_LAMBDA_FUNCTION_NAME")
    logger(name).exception("record parked", exc_info=error)
    body = {"function": name, "error": repr(error), "record": record}
    client("sqs").send_message(
        QueueUrl=settings.required("DEAD_LETTER_QUEUE_URL"),
        MessageBody=orjson.dumps(body, default=str).decode(),
    )
