"""State machine charging_session: a session cannot be billed."""

from collections.abc import Mapping
from typing import Any

from sessions.domain.failure import reason
from sessions.mark_unsettled import mark_unsettled


def handler(event: Mapping[str, Any], context: object) -> None:
    """`{"session_id", "attempt", "failure": {"Error", "Cause"}}`."""
    mark_unsettled(event["session_id"], event["attempt"], reason(event["failure"]))
