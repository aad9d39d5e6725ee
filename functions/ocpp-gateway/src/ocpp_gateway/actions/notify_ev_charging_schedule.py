"""NotifyEVChargingSchedule: how a car means to charge, within what it was offered (K15, K17)."""

from typing import Any

from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.ev_schedules import is_within
from ocpp_gateway.mark_seen import mark_seen
from ocpp_gateway.records import all_records, put_record


def answer(request: Request) -> dict[str, Any]:
    """Accepted, or Rejected if it charges more than a TxProfile of ours lets it (K15.FR.11, 12)."""
    held = all_records(request.station_id, "charging-profile").values()
    status = "Accepted" if is_within(request.payload, held, request.now) else "Rejected"
    key, told = str(request.payload["evseId"]), {**request.payload, "status": status}
    put_record(request.station_id, "ev-charging-schedule", key, told, request.now)
    mark_seen(request.station_id, request.now)
    return {"status": status}
