"""State machine remote_start: a start led to no transaction."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sessions.fail_start import fail_start


def handler(event: Mapping[str, Any], context: object) -> None:
    """`{"station_id", "remote_start_id", "failure"}`: an error or the station's refusal."""
    failure = event["failure"]
    reason = failure.get("Error") or failure.get("status") or "Unknown"
    fail_start(event["station_id"], event["remote_start_id"], reason, datetime.now(UTC))
