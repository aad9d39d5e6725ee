"""Decide how a station's next boot is answered, and cut off one that loses our trust."""

from corridor_kernel.ocpp.registration import Registration
from corridor_kernel.problems import invalid, not_found
from ocpp_gateway.call_items import find_station
from ocpp_gateway.deadlines import close_later
from ocpp_gateway.domain.registration import ACCEPTED
from ocpp_gateway.tables import StationTable

_CLOSING_DELAY_S = 2


def set_registration(station_id: str, registration: str) -> None:
    """Problem 404 or 422.

    A socket carries the standing it was opened with, so a station that is no longer Accepted
    loses its socket and comes back with its new one (R-BOOT-1). That is set down first, to come
    after the change: a crash between the two costs a reconnect and nothing else.
    """
    if registration not in list(Registration):
        message = f"must be one of {', '.join(Registration)}"
        raise invalid([("registration", message)])
    station = find_station(station_id)
    if station is None:
        raise not_found("station", station_id)
    is_distrusted = station.registration == ACCEPTED and registration != ACCEPTED
    if is_distrusted and station.connection_id:
        close_later(station.connection_id, _CLOSING_DELAY_S)
    station.update([StationTable.registration.set(registration)])
