"""May this station send this CALL yet? (R-BOOT-2, 3)"""

from ocpp_gateway.domain.connection import Connection
from ocpp_gateway.domain.registration import ACCEPTED, BOOT, may_send, standing
from ocpp_gateway.tables import StationTable

_REMEMBERED = 10_000
_accepted: set[str] = set()


def is_admitted(connection: Connection, action: str) -> bool:
    """Costs a read only where the station was not accepted yet when its socket was opened.

    An operator who takes an acceptance back closes the socket: the next one is asked again.
    """
    if action == BOOT or connection.standing == ACCEPTED or connection.connection_id in _accepted:
        return True
    station = StationTable.get(connection.station_id, "station", consistent_read=True)
    now = standing(str(station.registration), station.boot_status, connection.protocol)
    if now == ACCEPTED:
        remember_accepted(connection.connection_id)
    return may_send(now, action, station.asked or ())


def remember_accepted(connection_id: str) -> None:
    """Spare the frames of this socket the read, in this environment."""
    if len(_accepted) >= _REMEMBERED:
        _accepted.clear()
    _accepted.add(connection_id)
