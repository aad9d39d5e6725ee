"""The schedule of every minute: prices that change by themselves."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pricing.displays.refresh_due import refresh_due


def handler(event: Mapping[str, Any], context: object) -> None:
    """Safe to run again."""
    refresh_due(datetime.now(UTC))
