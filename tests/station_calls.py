"""What our services ask stations, as it stands on the queue `station-calls`."""

from typing import Any

import orjson

from tests.conftest import queue_url

QUEUE = "corridor-test-station-calls.fifo"


def station_calls() -> list[dict[str, Any]]:
    """The messages that came since the last look."""
    from corridor_aws.clients import client

    sqs, url = client("sqs"), queue_url(QUEUE)
    found = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            found.append(orjson.loads(message["Body"]))
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return found
