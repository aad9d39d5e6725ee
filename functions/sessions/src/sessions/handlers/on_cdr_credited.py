"""CdrCredited -> which CDR a session shows."""

from collections.abc import Mapping
from typing import Any

from sessions.follow_correction import follow_correction


def handler(event: Mapping[str, Any], context: object) -> None:
    """Raises until the session is settled: Lambda brings the event again, then parks it."""
    follow_correction(event["detail"]["data"])
