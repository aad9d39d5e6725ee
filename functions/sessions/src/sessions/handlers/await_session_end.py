"""State machine charging_session: wait until a session has ended, or until it is complete."""

from collections.abc import Mapping
from typing import Any

from sessions.await_session_end import await_session_end


def handler(event: Mapping[str, Any], context: object) -> None:
    """`{"session_id", "task_token", "phase"}`; the token is completed when the time has come."""
    await_session_end(event["session_id"], event["task_token"], event["phase"])
