"""NotifyEvent: kept as it came; the availability of connectors within it counts as status."""

from typing import Any

from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.connector_status import in_notify_event
from ocpp_gateway.keep_fact import keep_fact
from ocpp_gateway.mark_seen import mark_seen
from ocpp_gateway.record_status import record_status


def answer(request: Request) -> dict[str, Any]:
    """Statuses are recorded on a replay too: the first time may have failed between the two."""
    keep_fact(request)
    for status in in_notify_event(request.payload, request.now):
        record_status(request.station_id, status, request.now)
    mark_seen(request.station_id, request.now)
    return {}
