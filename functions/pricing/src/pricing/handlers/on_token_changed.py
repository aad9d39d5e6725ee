"""TokenChanged -> our copy of whose tokens are."""

from collections.abc import Mapping
from typing import Any

from pricing.remember_holder import remember_holder


def handler(event: Mapping[str, Any], context: object) -> None:
    """An event that cannot be kept fails here and ends on the dead-letter queue."""
    remember_holder(event["detail"]["data"])
