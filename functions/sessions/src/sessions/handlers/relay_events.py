"""Outbox stream -> event bus."""

from collections.abc import Mapping
from typing import Any

from sessions.relay_events import relay_events


def handler(event: Mapping[str, Any], context: object) -> None:
    """Put the batch's events on the bus; raises so that the stream brings it again."""
    relay_events(event["Records"])
