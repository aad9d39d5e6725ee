"""A station's turn within a firmware campaign; its task waits for the end of the attempt."""

from datetime import UTC, datetime
from typing import Any

from ocpp_gateway.firmware.begin_update import begin_update


def handler(event: dict[str, Any], context: Any) -> None:
    """`{campaign_id, station_id, attempt, task_token}` in."""
    begin_update(**event, now=datetime.now(UTC))
