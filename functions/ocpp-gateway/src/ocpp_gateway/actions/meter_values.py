"""MeterValues outside of transactions, clock-aligned: as they came, and readable (R-TX-13)."""

from collections.abc import Mapping
from typing import Any

from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.meter_samples import readable_samples
from ocpp_gateway.keep_fact import keep_fact
from ocpp_gateway.mark_seen import mark_seen
from ocpp_gateway.records import put_records


def answer(request: Request) -> dict[str, Any]:
    """An empty answer once they are kept."""
    keep_meter_values(request, request.payload)
    return {}


def keep_meter_values(request: Request, payload: Mapping[str, Any]) -> None:
    """The fact in the station's own words, and what `payload` says of it in those of 2.0.1."""
    keep_fact(request)
    put_records(request.station_id, "meter-value", readable_samples(payload), request.now)
    mark_seen(request.station_id, request.now)
