"""State machine charging_session: the bill is written."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sessions.settle_session import settle_session


def handler(event: Mapping[str, Any], context: object) -> None:
    """`{"session_id", "bill", "flags"}`, the bill as pricing answered it."""
    settle_session(event["session_id"], event["bill"], event["flags"], datetime.now(UTC))
