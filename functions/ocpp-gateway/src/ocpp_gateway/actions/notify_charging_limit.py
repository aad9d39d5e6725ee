"""NotifyChargingLimit: somebody besides us limits charging (R-SC-11, K12)."""

from typing import Any

from ocpp_gateway.domain.charging_limits import notified_limit
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.mark_seen import mark_seen
from ocpp_gateway.record_limit import record_limit


def answer(request: Request) -> dict[str, Any]:
    """An empty answer once the limit is kept and told."""
    record_limit(request.station_id, notified_limit(request.payload), request.now)
    mark_seen(request.station_id, request.now)
    return {}
