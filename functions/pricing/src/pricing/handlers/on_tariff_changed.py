"""TariffChanged -> the stations whose prices it may change."""

from collections.abc import Mapping
from typing import Any

from pricing.displays.refresh_targets import refresh_targets


def handler(event: Mapping[str, Any], context: object) -> None:
    """A failure raises: Lambda tries twice more, then parks the event."""
    data = event["detail"]["data"]
    refresh_targets([*data["assigned_to"], *data["withdrawn_from"]])
