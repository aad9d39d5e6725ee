"""StatusNotification: what a connector is fit for."""

from typing import Any

from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.connector_status import in_status_notification
from ocpp_gateway.mark_seen import mark_seen
from ocpp_gateway.record_status import record_status


def answer(request: Request) -> dict[str, Any]:
    """An empty answer once the status is kept, news or not."""
    status = in_status_notification(request.payload, request.now)
    record_status(request.station_id, status, request.now)
    mark_seen(request.station_id, request.now)
    return {}
