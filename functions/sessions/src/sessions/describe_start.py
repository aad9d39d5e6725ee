"""What operators read of a remote start."""

from typing import Any

from corridor_kernel.sessions import StartState
from sessions.tables import RemoteStartItem


def describe_start(item: RemoteStartItem) -> dict[str, Any]:
    """`state` is Requested, Accepted, Started (with its session) or Failed (with the reason)."""
    known = {"session_id": item.session_id, "reason": None if item.session_id else item.reason}
    return {
        "station_id": item.station_id,
        "remote_start_id": int(item.remote_start_id),
        "state": _state(item),
    } | {name: value for name, value in known.items() if value is not None}


def _state(item: RemoteStartItem) -> StartState:
    if item.session_id:
        return StartState.STARTED
    if item.reason:
        return StartState.FAILED
    return StartState.ACCEPTED if item.accepted else StartState.REQUESTED
