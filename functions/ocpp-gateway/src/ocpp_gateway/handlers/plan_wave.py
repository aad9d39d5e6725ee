"""The task that decides what a firmware campaign does next."""

from datetime import UTC, datetime
from typing import Any

from ocpp_gateway.firmware.next_step import next_step


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """`{campaign_id, run, spent}` in, the step out."""
    return next_step(**event, now=datetime.now(UTC))
