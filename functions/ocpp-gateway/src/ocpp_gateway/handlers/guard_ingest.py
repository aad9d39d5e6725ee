"""The alarm on failing frames changed its state."""

from datetime import UTC, datetime
from typing import Any

from ocpp_gateway.guard_ingest import guard_ingest


def handler(event: dict[str, Any], context: Any) -> None:
    """A `CloudWatch Alarm State Change`; a failure raises: Lambda tries again."""
    guard_ingest(event["detail"]["state"]["value"], datetime.now(UTC))
