"""Heartbeat: the station's clock. A replay is told the time anew, or its clock would go wrong."""

from typing import Any

from corridor_kernel.times import to_text
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.mark_seen import mark_seen


def answer(request: Request) -> dict[str, Any]:
    """The current time."""
    mark_seen(request.station_id, request.now)
    return {"currentTime": to_text(request.now)}
