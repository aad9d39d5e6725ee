"""State machine charging_session: what pricing needs to know of a session."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sessions.collect_facts import collect_facts
from sessions.domain.facts import NotBillable


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """`{"session_id"}` in; `{"session": facts}` out, or `{"failure": {"Error", "Cause"}}`."""
    try:
        return {"session": collect_facts(event["session_id"], datetime.now(UTC))}
    except NotBillable as error:
        return {"failure": {"Error": type(error).__name__, "Cause": str(error)}}
