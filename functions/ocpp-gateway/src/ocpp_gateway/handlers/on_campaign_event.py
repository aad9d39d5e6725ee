"""What happens to stations, from the bus: campaigns that are to update them go on."""

from datetime import UTC, datetime
from typing import Any

from ocpp_gateway.firmware.hear_station import (
    hear_answer,
    hear_booted,
    hear_connected,
    hear_status,
)


def handler(event: dict[str, Any], context: Any) -> None:
    """A failure raises: the rule retries, then parks the event."""
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
