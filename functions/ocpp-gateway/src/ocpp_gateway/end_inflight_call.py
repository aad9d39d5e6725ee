"""A socket is gone: the CALL that was out on it ends, and those that wait learn of it."""

from datetime import datetime

from corridor_kernel.ocpp.calls import Outcome
from ocpp_gateway.call_items import call_of, find_marker, find_station
from ocpp_gateway.domain.calls import Ending
from ocpp_gateway.finish_call import finish_call
from ocpp_gateway.pump_calls import pump_calls


def end_inflight_call(station_id: str, outcome: Outcome, now: datetime) -> None:
    """End the call that is out on a socket which the station no longer has.

    Safe at any time: a call on the station's current socket goes on.
    """
    marker, station = find_marker(station_id), find_station(station_id)
    current = station.connection_id if station else None
    if marker and marker.connection_id != current:
        ending = Ending(outcome, "The socket was closed before the station answered.")
        finish_call(call_of(marker), ending, now)
    pump_calls(station_id, now)
