"""StationBooted and StationConnected, queued: what is due at a station is done now."""

from datetime import UTC, datetime
from typing import Any

from corridor_aws.streams import each_message
from ocpp_gateway.local_lists.follow_up import follow_up
from ocpp_gateway.prices.show_prices import show_prices
from ocpp_gateway.provisioning.ask_for_boot import ask_for_boot
from ocpp_gateway.provisioning.start_provisioning import start_if_due


def handler(event: dict[str, Any], context: Any) -> None:
    """What is poison is parked; trouble of AWS brings the batch again."""
    each_message(event["Records"], _attend)


def _attend(event: Any) -> None:
    now = datetime.now(UTC)
    station_id = event["detail"]["data"]["station_id"]
    booted = event["detail-type"] == "StationBooted"
    if not booted:
        ask_for_boot(station_id)
    start_if_due(station_id, now)
    follow_up(station_id, now, booted=booted)
    show_prices(station_id, now)
