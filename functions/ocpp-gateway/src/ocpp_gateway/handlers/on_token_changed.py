"""TokenChanged from the bus: our copy of the registry follows."""

from typing import Any

from ocpp_gateway.copy_token import copy_token


def handler(event: dict[str, Any], context: Any) -> None:
    """A failure raises: the rule retries, then parks the event."""
    copy_token(event["detail"]["data"])
