"""The first task of a firmware campaign."""

from datetime import UTC, datetime
from typing import Any

from ocpp_gateway.firmware.check_firmware import check_firmware


def handler(event: dict[str, Any], context: Any) -> None:
    """`{campaign_id}` in; the campaign is Running or Refused after."""
    check_firmware(event["campaign_id"], datetime.now(UTC))
