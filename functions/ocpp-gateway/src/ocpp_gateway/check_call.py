"""Whether a CALL may be sent to its station at all: a fault ends it as Invalid."""

from corridor_kernel.ocpp.frames import Call, dump
from ocpp_gateway.connections import MAX_FRAME_BYTES
from ocpp_gateway.deadlines import MAX_DELAY_S
from ocpp_gateway.domain.calls import CallRequest
from ocpp_gateway.domain.outbound_rules import Evses, find_fault
from ocpp_gateway.tables import StationTable


def check_call(request: CallRequest, station: StationTable | None) -> str | None:
    """Why this CALL must not be sent, or None."""
    if station is None or station.protocol is None:
        return f"There is no station {request.station_id!r}."
    if not 1 <= request.timeout_s <= MAX_DELAY_S:
        return f"timeout_s must be between 1 and {MAX_DELAY_S}."
    fault = find_fault(request.action, request.payload, station.protocol, _evses(station))
    return fault or _oversize(request)


def _oversize(request: CallRequest) -> str | None:
    text = dump(Call(request.call_id, request.action, request.payload))
    if len(text.encode()) > MAX_FRAME_BYTES:
        return f"The frame is larger than {MAX_FRAME_BYTES} bytes."
    return None


def _evses(station: StationTable) -> Evses:
    evses = station.evses or []
    return {evse["id"]: {connector["id"] for connector in evse["connectors"]} for evse in evses}
