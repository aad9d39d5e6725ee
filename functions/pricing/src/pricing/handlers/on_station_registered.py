"""StationRegistered -> our copy of where stations stand and what they have, and what they show."""

from collections.abc import Mapping
from typing import Any

from corridor_kernel.times import from_text
from pricing.displays.queue import refresh_soon
from pricing.remember_site import remember_site


def handler(event: Mapping[str, Any], context: object) -> None:
    """An event that cannot be kept fails here and ends on the dead-letter queue."""
    detail = event["detail"]
    data = detail["data"]
    remember_site(data["station_id"], data["site"], data["evses"], from_text(detail["time"]))
    refresh_soon([data["station_id"]])
