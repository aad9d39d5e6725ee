"""The queue of stations whose prices are to be looked at again."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from corridor_aws.streams import each_message
from pricing.displays.refresh_display import refresh_display


def handler(event: Mapping[str, Any], context: object) -> None:
    """What is poison is parked; trouble of AWS brings the batch again."""
    each_message(event["Records"], _refresh)


def _refresh(station_ids: Any) -> None:
    for station_id in station_ids:
        refresh_display(station_id, datetime.now(UTC))
