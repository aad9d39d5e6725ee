"""DataTransfer: kept; we know no vendor's messages (test case P_02)."""

from typing import Any

from ocpp_gateway.domain.connection import Request
from ocpp_gateway.keep_fact import keep_fact
from ocpp_gateway.mark_seen import mark_seen


def answer(request: Request) -> dict[str, Any]:
    """UnknownVendorId, whatever it was."""
    keep_fact(request)
    mark_seen(request.station_id, request.now)
    return {"status": "UnknownVendorId"}
