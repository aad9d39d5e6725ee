"""NotifyEVChargingSchedule: how a car means to charge, within what it was offered (K15, K17)."""

from typing import Any

from ocpp_gateway.domain.connection import Request
from ocpp_gateway.mark_seen import mark_seen
from ocpp_gateway.records import put_record


def answer(request: Request) -> dict[str, Any]:
    """Accepted once it is kept: that is no approval of the schedule."""
    evse_id = request.payload["evseId"]
    put_record(
        request.station_id, "ev-charging-schedule", str(evse_id), request.payload, request.now
    )
    mark_seen(request.station_id, request.now)
    return {"status": "Accepted"}
