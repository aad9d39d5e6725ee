"""NotifyEVChargingNeeds: a car asks for a schedule over ISO 15118 (R-SC-10)."""

from typing import Any

from corridor_aws.tables import transaction
from ocpp_gateway.domain.charging_needs import answer_to
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.keep_fact import fact_item
from ocpp_gateway.mark_seen import mark_seen
from ocpp_gateway.records import record_item
from ocpp_gateway.station_events import ev_charging_needs_received


def answer(request: Request) -> dict[str, Any]:
    """Processing once the needs are kept and told, Rejected if they contradict themselves."""
    needs = request.payload["chargingNeeds"]
    status = answer_to(needs)
    told = {
        "evse_id": request.payload["evseId"],
        "needs": {name: value for name, value in needs.items() if name != "customData"},
        "max_schedule_tuples": request.payload.get("maxScheduleTuples"),
        "status": status,
    }
    _keep(request, {name: value for name, value in told.items() if value is not None})
    mark_seen(request.station_id, request.now)
    return {"status": status}


def _keep(request: Request, told: dict[str, Any]) -> None:
    """The record and its event, both or neither."""
    key, fact = str(told["evse_id"]), fact_item(request).fact
    with transaction() as items:
        items.save(record_item(request.station_id, "ev-charging-needs", key, told, request.now))
        items.save(ev_charging_needs_received(request.station_id, fact, told, request.now))
