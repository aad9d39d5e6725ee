"""MeterValues outside of transactions, clock-aligned: as they came, and readable (R-TX-13)."""

from typing import Any

from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.meter_samples import readable_samples
from ocpp_gateway.keep_fact import keep_fact
from ocpp_gateway.mark_seen import mark_seen
from ocpp_gateway.records import put_records


def answer(request: Request) -> dict[str, Any]:
    """An empty answer once they are kept."""
    keep_fact(request)
    put_records(request.station_id, "meter-value", readable_samples(request.payload), request.now)
    mark_seen(request.station_id, request.now)
    return {}
