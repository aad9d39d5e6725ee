"""A station's turn could not even be begun, time and again."""

from datetime import UTC, datetime
from typing import Any

from ocpp_gateway.firmware.give_up_update import give_up_update


def handler(event: dict[str, Any], context: Any) -> None:
    """`{campaign_id, station_id, attempt, failure}` in."""
    give_up_update(**event, now=datetime.now(UTC))
