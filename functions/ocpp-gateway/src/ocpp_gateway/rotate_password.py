"""An operator has a station take a new password, which nobody ever sees."""

from datetime import datetime
from typing import Any

from corridor_kernel.problems import Problem, not_found
from ocpp_gateway.call_items import find_station, protocol_of
from ocpp_gateway.create_call import create_call
from ocpp_gateway.domain.password_rotation import rotation


def rotate_password(station_id: str, now: datetime) -> dict[str, Any]:
    """The queued call; Problem 404, or 409 while the station has not yet shown how the last ended.

    The password is made when the call goes out: `fill_password`.
    """
    station = find_station(station_id)
    if station is None:
        raise not_found("station", station_id)
    if station.next_password_hash:
        raise Problem(
            409,
            "Conflict",
            "It is not known whether the station took its last password: "
            "its next connection will tell, until then both are valid.",
        )
    action, payload = rotation(str(protocol_of(station)))
    return create_call(station_id, action, payload, now)
