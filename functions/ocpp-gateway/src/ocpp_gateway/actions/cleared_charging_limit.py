"""ClearedChargingLimit: a limit that was not ours is gone (R-SC-11, K13)."""

from typing import Any

from ocpp_gateway.domain.charging_limits import STATION, cleared
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.mark_seen import mark_seen
from ocpp_gateway.record_limit import record_limit
from ocpp_gateway.records import all_records


def answer(request: Request) -> dict[str, Any]:
    """An empty answer; without an EVSE, whatever that source limited at the station is gone."""
    source = request.payload["chargingLimitSource"]
    evse_id = request.payload.get("evseId")
    gone = _known_evses(request.station_id, source) if evse_id is None else [evse_id]
    for one in gone:
        record_limit(request.station_id, cleared(source, one), request.now)
    mark_seen(request.station_id, request.now)
    return {}


def _known_evses(station_id: str, source: str) -> list[int]:
    limits = all_records(station_id, "charging-limit").values()
    evses = [limit["evse_id"] for limit in limits if limit["source"] == source]
    return evses or [STATION]
