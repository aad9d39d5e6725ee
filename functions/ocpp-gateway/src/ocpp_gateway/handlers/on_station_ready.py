"""StationBooted and StationConnected from the bus: what is due at a station is done now."""

from datetime import UTC, datetime
from typing import Any

from ocpp_gateway.local_lists.follow_up import follow_up
from ocpp_gateway.provisioning.ask_for_boot import ask_for_boot
from ocpp_gateway.provisioning.start_provisioning import start_if_due


def handler(event: dict[str, Any], context: Any) -> None:
    """A failure raises: the rule retries, then parks the event."""
    station_id, now = event["detail"]["data"]["station_id"], datetime.now(UTC)
    booted = event["detail-type"] == "StationBooted"
    if not booted:
        ask_for_boot(station_id)
    start_if_due(station_id, now)
    follow_up(station_id, now, booted=booted)
