"""Decide how a station's next boot is answered, and cut off one that loses our trust."""

from corridor_kernel.problems import invalid, not_found
from ocpp_gateway import connections
from ocpp_gateway.call_items import find_station
from ocpp_gateway.domain.new_station import REGISTRATIONS
from ocpp_gateway.domain.registration import ACCEPTED
from ocpp_gateway.tables import StationTable


def set_registration(station_id: str, registration: str) -> None:
    """Problem 404 or 422.

    A socket carries the standing it was opened with, so a station that is no longer Accepted
    loses its socket and comes back with its new one (R-BOOT-1).
    """
    if registration not in REGISTRATIONS:
        message = f"must be one of {', '.join(REGISTRATIONS)}"
        raise invalid([("registration", message)])
    station = find_station(station_id)
    if station is None:
        raise not_found("station", station_id)
    was_accepted = station.registration == ACCEPTED
    station.update([StationTable.registration.set(registration)])
    if was_accepted and registration != ACCEPTED and station.connection_id:
        connections.close(station.connection_id)
