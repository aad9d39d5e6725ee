"""TokenChanged from the bus: our copy of the registry follows, and so do local lists."""

from datetime import UTC, datetime
from typing import Any

from ocpp_gateway.copy_token import copy_token
from ocpp_gateway.local_lists.announce_changes import announce_changes


def handler(event: dict[str, Any], context: Any) -> None:
    """A failure raises: Lambda tries twice more, then parks the event."""
    now = datetime.now(UTC)
    if copy_token(event["detail"]["data"], now):
        announce_changes(now)
