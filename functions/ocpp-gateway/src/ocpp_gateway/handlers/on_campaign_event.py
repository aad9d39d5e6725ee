"""What happens to stations, queued: campaigns that are to update them go on."""

from datetime import UTC, datetime
from typing import Any

from corridor_aws.streams import each_message
from ocpp_gateway.firmware.hear_station import (
    hear_answer,
    hear_booted,
    hear_connected,
    hear_status,
)


def handler(event: dict[str, Any], context: Any) -> None:
    """What is poison is parked; trouble of AWS brings the batch again."""
    each_message(event["Records"], _hear)


def _hear(event: Any) -> None:
    data, now = event["detail"]["data"], datetime.now(UTC)
    match event["detail-type"]:
        case "StationConnected":
            hear_connected(data)
        case "StationBooted":
            hear_booted(data, now)
        case "FirmwareStatusChanged":
            hear_status(data, now)
        case "CallFinished":
            hear_answer(data, now)
