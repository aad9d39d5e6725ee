"""The task that decides what a firmware campaign does next."""

from datetime import UTC, datetime
from typing import Any

from ocpp_gateway.firmware.plan_wave import plan_wave


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """`{campaign_id}` in, the step out."""
    return plan_wave(event["campaign_id"], datetime.now(UTC))
