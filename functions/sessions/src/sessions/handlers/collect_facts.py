"""State machine charging_session: what pricing needs to know of a session."""

from collections.abc import Mapping
from typing import Any

from sessions.collect_facts import collect_facts


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """`{"session_id"}` in, the facts out; raises NotEnded or TimeSuspect."""
    return collect_facts(event["session_id"])
