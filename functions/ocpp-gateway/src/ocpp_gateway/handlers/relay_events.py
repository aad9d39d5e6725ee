"""The outbox's stream: each new item goes to the bus."""

from typing import Any

from corridor_aws.outbox import relay


def handler(event: dict[str, Any], context: Any) -> None:
    """A refused entry raises: the stream brings the batch again."""
    relay(event["Records"])
