"""MeterValues outside of transactions, clock-aligned: kept as they came (R-TX-13)."""

from typing import Any

from ocpp_gateway.domain.connection import Request
from ocpp_gateway.keep_fact import keep_fact
from ocpp_gateway.mark_seen import mark_seen


def answer(request: Request) -> dict[str, Any]:
    """An empty answer once they are kept."""
    keep_fact(request)
    mark_seen(request.station_id, request.now)
    return {}
