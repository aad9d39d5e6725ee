"""Stations whose prices are to be looked at again wait in a queue: a tariff may be of all sites."""

from collections.abc import Iterable
from itertools import islice

import orjson

from corridor_aws import settings
from corridor_aws.clients import client

_TOGETHER = 25


def refresh_soon(station_ids: Iterable[str]) -> None:
    """Each station once; some together in a message, a JSON list of their ids."""
    waiting = iter(dict.fromkeys(station_ids))
    while some := list(islice(waiting, _TOGETHER)):
        client("sqs").send_message(
            QueueUrl=settings.required("DISPLAYS_QUEUE_URL"),
            MessageBody=orjson.dumps(some).decode(),
        )
