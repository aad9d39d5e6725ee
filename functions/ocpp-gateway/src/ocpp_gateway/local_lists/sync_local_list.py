"""Bring a station's list one message nearer to what it should be; safe at any moment (R-AUTH-8).

What is to be sent is written down first, under a condition, and sent second: two that try at once
cannot send two messages of one version, and a crash between the two is found out by asking the
station for its version.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from corridor_aws.station_calls import send_call
from corridor_kernel.ocpp.calls import CallState, Outcome
from corridor_kernel.times import from_text
from ocpp_gateway.call_items import find_call, find_station
from ocpp_gateway.change_record import change_record
from ocpp_gateway.domain.authorization import Place
from ocpp_gateway.domain.connectors import connectors_text
from ocpp_gateway.domain.local_list import (
    LocalList,
    Sending,
    doubted,
    failed,
    local_list_of,
    lost,
    not_supported,
)
from ocpp_gateway.domain.local_list_entries import Room
from ocpp_gateway.domain.registration import ACCEPTED, PENDING, REJECTED
from ocpp_gateway.local_lists.next_message import Step, next_message
from ocpp_gateway.local_lists.room import room_of
from ocpp_gateway.tables import StationTable

KIND: Final = "local-list"
STATE: Final = "state"
OURS: Final = "list-"

# How a station says that it does not know a CALL.
_UNKNOWN: Final = ("NotImplemented", "NotSupported")

# A call that is not recorded by then was never sent; a result that is not kept by then is parked.
_PATIENCE: Final = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why a list is looked at: `doubt` asks the station first; `looks_back`: see next_message."""

    doubt: bool = False
    looks_back: bool = True


def sync_local_list(
    station_id: str, now: datetime, occasion: Occasion = Occasion()
) -> LocalList | None:
    """Send the next message that the station's list needs; None if it keeps no list of ours."""
    station = find_station(station_id)
    room = room_of(station) if station is not None and _is_within_reach(station) else None
    if station is None or room is None:
        return None
    steps: list[Step] = []

    def change(before: Mapping[str, Any] | None) -> Mapping[str, Any]:
        steps.append(_step(station, room, local_list_of(before), occasion, now))
        return steps[-1][0].content()

    change_record(station_id, KIND, STATE, change, now)
    state, ask = steps[-1]
    if ask is not None and state.out is not None:
        send_call(station_id, state.out.call_id, ask.action, ask.payload)
    return state


def _is_within_reach(station: StationTable) -> bool:
    return (
        station.connection_id is not None
        and station.boot_status in (ACCEPTED, PENDING)
        and station.registration != REJECTED
    )


def _step(
    station: StationTable, room: Room, state: LocalList, occasion: Occasion, now: datetime
) -> Step:
    if state.out is not None:
        after = _after(station.station_id, state, state.out, now)
        if after is None:
            return state, None
        state = after
    state = doubted(state) if occasion.doubt else state
    place = _place(station)
    call_id = f"{OURS}{uuid4().hex[:28]}"
    return next_message(
        state,
        place,
        room,
        call_id,
        now,
        looks_back=occasion.looks_back,
    )


def _place(station: StationTable) -> Place:
    site_id = str((station.site or {}).get("id", ""))
    return Place(station.station_id, site_id, connectors_text(station.evses or ()))


def _after(station_id: str, state: LocalList, out: Sending, now: datetime) -> LocalList | None:
    """The list once what is out has ended without a result; None while that may still come."""
    call = find_call(station_id, out.call_id)
    outcome = None if call is None or call.state != CallState.FINISHED else str(call.outcome)
    if call is not None and call.error_code in _UNKNOWN:
        return not_supported(state)
    if outcome in (Outcome.ERROR, Outcome.INVALID):
        return failed(state)
    if outcome not in (None, Outcome.RESULT):
        return lost(state)
    is_open = call is not None and outcome is None
    return None if is_open or now - from_text(out.at) < _PATIENCE else lost(state)
