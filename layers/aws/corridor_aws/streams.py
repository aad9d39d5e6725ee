"""Batches of streams and queues: poison is parked, trouble is retried, the rest goes on.

A record that fails by itself (a ValueError, an item that DynamoDB refuses …) would stop its shard
for a day, so it is parked on the service's dead-letter queue with the reason and the batch goes
on. Trouble of AWS (throttling, a time-out) raises, and the stream brings the batch again; the
event source mapping bisects and parks what still fails (`BisectBatchOnFunctionError`, `OnFailure`).
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, TypeVar

import orjson
from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from corridor_aws import settings
from corridor_aws.clients import client
from corridor_aws.observability import logger
from corridor_aws.tables import is_invalid

Record = Mapping[str, Any]
T = TypeVar("T")

TROUBLE = (ClientError, BotoCoreError, PynamoDBException)


def each(records: Iterable[Record], handle: Callable[[Record], None]) -> int:
    """Handle every record of a batch; returns how many were parked."""
    return sum(not _handled(record, handle) for record in records)


def each_message(records: Iterable[Record], handle: Callable[[Any], None]) -> int:
    """Handle the JSON in every message of a queue's batch; returns how many were parked."""
    return each(records, lambda record: handle(orjson.loads(record["body"])))


def decoded(
    records: Iterable[Record], decode: Callable[[Record], T | None]
) -> list[tuple[Record, T]]:
    """The records with what they mean; those that mean nothing (None) or are poison left out."""
    found: list[tuple[Record, T]] = []

    def keep(record: Record) -> None:
        meaning = decode(record)
        if meaning is not None:
            found.append((record, meaning))

    each(records, keep)
    return found


def each_group(
    entries: Iterable[tuple[Record, T]],
    key: Callable[[T], Hashable],
    handle: Callable[[list[T]], None],
) -> int:
    """Handle what belongs together at once, in order of arrival; returns how many were parked.

    A group that fails is handled again entry by entry, so that only the poison is parked:
    `handle` must bear repeats and any grouping.
    """
    groups: dict[Hashable, list[tuple[Record, T]]] = {}
    for record, meaning in entries:
        groups.setdefault(key(meaning), []).append((record, meaning))
    return sum(_parked(group, handle) for group in groups.values())


def _parked(group: list[tuple[Record, T]], handle: Callable[[list[T]], None]) -> int:
    try:
        handle([meaning for _, meaning in group])
    except Exception as error:
        if is_trouble(error):
            raise
        if len(group) > 1:
            return sum(_parked([one], handle) for one in group)
        park(group[0][0], error)
        return 1
    return 0


def _handled(record: Record, handle: Callable[[Record], None]) -> bool:
    try:
        handle(record)
    except Exception as error:
        if is_trouble(error):
            raise
        park(record, error)
        return False
    return True


def is_trouble(error: Exception) -> bool:
    """Whether it may be better next time: what AWS finds invalid will be so for ever."""
    if isinstance(error, ClientError):
        return error.response["Error"]["Code"] != "ValidationException"
    if isinstance(error, PynamoDBException):
        return not is_invalid(error)
    return isinstance(error, TROUBLE)


def park(record: Record, error: Exception) -> None:
    """Keep a record that cannot be handled, with the reason, on the dead-letter queue."""
    name = settings.required("AWS_LAMBDA_FUNCTION_NAME")
    logger(name).exception("record parked", exc_info=error)
    body = {"function": name, "error": repr(error), "record": record}
    client("sqs").send_message(
        QueueUrl=settings.required("DEAD_LETTER_QUEUE_URL"),
        MessageBody=orjson.dumps(body, default=str).decode(),
    )
