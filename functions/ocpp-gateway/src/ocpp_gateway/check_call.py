"""Whether a CALL may be sent to its station at all: a fault ends it as Invalid."""

from datetime import datetime

from corridor_kernel.ocpp.frames import Call, dump
from corridor_kernel.ocpp.schemas import find_violation
from ocpp_gateway import wire
from ocpp_gateway.call_items import protocol_of
from ocpp_gateway.connections import MAX_FRAME_BYTES
from ocpp_gateway.deadlines import MAX_DELAY_S
from ocpp_gateway.domain.calls import CallRequest
from ocpp_gateway.domain.ocpp16.outbound import find_untranslatable
from ocpp_gateway.domain.rules.rule import Evses, Known
from ocpp_gateway.domain.rules.table import RULES
from ocpp_gateway.outbound_routes import OUTBOUND
from ocpp_gateway.records import find_records
from ocpp_gateway.tables import StationTable


def check_call(request: CallRequest, station: StationTable | None, now: datetime) -> str | None:
    """Why this CALL must not be sent, or None: what it is, its schema, its rule, its size."""
    protocol = protocol_of(station) if station else None
    if station is None or protocol is None:
        return f"There is no station {request.station_id!r}."
    if not 1 <= request.timeout_s <= MAX_DELAY_S:
        return f"timeout_s must be between 1 and {MAX_DELAY_S}."
    words = wire.words_in(protocol, request.action, request.payload)
    fault = _fault_in_words(request, protocol, words)
    return fault or _broken_rule(request, station, words, now) or _oversize(request)


def _fault_in_words(request: CallRequest, protocol: str, words: str) -> str | None:
    """Whether it is a message at all, by the version whose words it is in."""
    route = OUTBOUND.get(words, {}).get(request.action)
    if route is None:
        return f"{request.action} is no message that a station of {protocol} takes."
    violation = find_violation(route.request, request.payload, words)
    if violation:
        return violation.description
    return None if words == protocol else find_untranslatable(request.action, request.payload)


def _broken_rule(
    request: CallRequest, station: StationTable, words: str, now: datetime
) -> str | None:
    """The first fault by what is known of the station; at most two reads."""
    rule = RULES.get(words, {}).get(request.action)
    if rule is None:
        return None
    records = find_records(request.station_id, rule.keys(request.payload), rule.lists)
    known = Known(now, _evses(station), records)
    return next(rule.faults(request.payload, known), None)


def _oversize(request: CallRequest) -> str | None:
    text = dump(Call(request.call_id, request.action, request.payload))
    if len(text.encode()) > MAX_FRAME_BYTES:
        return f"The frame is larger than {MAX_FRAME_BYTES} bytes."
    return None


def _evses(station: StationTable) -> Evses:
    evses = station.evses or []
    return {evse["id"]: {connector["id"] for connector in evse["connectors"]} for evse in evses}
