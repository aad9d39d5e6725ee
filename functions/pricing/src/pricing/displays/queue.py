"""Stations whose prices are to be looked at again wait in a queue: a tariff may be of all sites."""

from collections.abc import Iterable
from itertools import islice

from corridor_aws import settings
from corridor_aws.clients import client

_TOGETHER = 10


class NotQueued(Exception):
    """SQS refused some; whoever asked asks for all of them again."""


def refresh_soon(station_ids: Iterable[str]) -> None:
    waiting = iter(dict.fromkeys(station_ids))
    while some := list(islice(waiting, _TOGETHER)):
        entries = [{"Id": str(n), "MessageBody": station} for n, station in enumerate(some)]
        told = client("sqs").send_message_batch(
            QueueUrl=settings.required("DISPLAYS_QUEUE_URL"), Entries=entries
        )
        if told.get("Failed"):
            raise NotQueued(f"{len(told['Failed'])} stations were refused by the queue")
