"""SecurityEventNotification: kept and told, both or neither."""

from collections.abc import Mapping
from typing import Any

from pynamodb.transactions import TransactWrite

from corridor_kernel.times import to_text
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.instants import told_instant
from ocpp_gateway.keep_fact import fact_item
from ocpp_gateway.mark_seen import mark_seen
from ocpp_gateway.race import won
from ocpp_gateway.station_events import security_event_received
from ocpp_gateway.tables import FactTable


def answer(request: Request) -> dict[str, Any]:
    """An empty answer; a replay is kept and told once."""
    fact = fact_item(request)
    event = security_event_received(request.station_id, fact.fact, _told(request), request.now)

    def write(items: TransactWrite) -> None:
        items.save(fact, FactTable.fact.does_not_exist())
        items.save(event)

    won(write)
    mark_seen(request.station_id, request.now)
    return {}


def _told(request: Request) -> Mapping[str, str]:
    """What the event says; a payload that breaks the schema may lack any of it (R-RPC-12)."""
    payload = request.payload
    told = {
        "type": str(payload.get("type", "")),
        "timestamp": to_text(told_instant(payload.get("timestamp"), request.now)),
    }
    return told | ({"tech_info": str(payload["techInfo"])} if "techInfo" in payload else {})
