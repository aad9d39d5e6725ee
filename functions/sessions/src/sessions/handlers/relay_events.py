"""Outbox stream -> event bus."""

from collections.abc import Mapping
from typing import Any

from corridor_aws.outbox import relay


def handler(event: Mapping[str, Any], context: object) -> None:
    """Put the batch's events on the bus; raises so that the stream brings it again."""
    relay(event["Records"])
