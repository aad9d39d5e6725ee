"""The items of the call table: made, and read consistently so that no turn is missed."""

from datetime import datetime
from typing import TypeVar

from corridor_aws.tables import TableModel
from corridor_kernel.ocpp.calls import CallState
from ocpp_gateway.domain.calls import CallRequest
from ocpp_gateway.tables import CallTable, StationTable

_Item = TypeVar("_Item", bound=TableModel)

_IN_FLIGHT = "in-flight"
_POSITION_DIGITS = 40


def new_call(
    request: CallRequest, protocol: str | None, sequence: str, requested_at: datetime
) -> CallTable:
    """The item of a waiting call; `sequence` is its number in the FIFO queue."""
    return CallTable(
        request.station_id,
        _call_key(request.call_id),
        call_id=request.call_id,
        action=request.action,
        protocol=protocol,
        payload=request.payload,
        timeout_s=request.timeout_s,
        task_token=request.task_token,
        position=sequence.zfill(_POSITION_DIGITS),
        state=CallState.QUEUED,
        requested_at=requested_at,
    )


def new_marker(call: CallTable, attempt: str, connection_id: str, now: datetime) -> CallTable:
    """The item that says which call is out, on which socket, since when."""
    return CallTable(
        call.station_id,
        _IN_FLIGHT,
        call_id=call.call_id,
        attempt=attempt,
        connection_id=connection_id,
        sent_at=now,
        timeout_s=call.timeout_s,
    )


def protocol_of(station: StationTable) -> str | None:
    """What the station speaks, or is registered to speak until it has."""
    return station.connection_protocol or station.protocol


def marker_key(station_id: str) -> CallTable:
    """The marker's key alone, to delete it by."""
    return CallTable(station_id, _IN_FLIGHT)


def find_call(station_id: str, call_id: str) -> CallTable | None:
    return _find(CallTable, station_id, _call_key(call_id))


def find_marker(station_id: str) -> CallTable | None:
    return _find(CallTable, station_id, _IN_FLIGHT)


def find_station(station_id: str) -> StationTable | None:
    return _find(StationTable, station_id, "station")


def call_of(marker: CallTable) -> CallTable:
    """The call that a marker names; a call has no expiry before it is finished."""
    return CallTable.get(marker.station_id, _call_key(marker.call_id), consistent_read=True)


def station_of(call: CallTable) -> StationTable:
    """The station of a recorded call."""
    return StationTable.get(call.station_id, "station", consistent_read=True)


def next_waiting(station_id: str) -> CallTable | None:
    """The call whose turn it is, or None if none waits."""
    return next(iter(CallTable.waiting.query(station_id, consistent_read=True, limit=1)), None)


def _find(model: type[_Item], hash_key: str, range_key: str) -> _Item | None:
    try:
        return model.get(hash_key, range_key, consistent_read=True)
    except model.DoesNotExist:
        return None


def _call_key(call_id: str) -> str:
    return f"call#{call_id}"
