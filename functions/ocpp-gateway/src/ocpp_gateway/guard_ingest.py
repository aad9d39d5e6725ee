"""Cut all stations off while frames fail, and let them in again when that is over (R-OUT-1)."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from corridor_aws.observability import logger
from ocpp_gateway import connections
from ocpp_gateway.breaker import KNOWN_FOR, close_breaker, open_breaker
from ocpp_gateway.tables import StationTable

ALARM = "ALARM"
# As many as a client has connections.
_AT_ONCE = 10


def guard_ingest(
    alarm_state: str, now: datetime, wait: Callable[[float], None] = time.sleep
) -> None:
    """Follow the alarm on failing frames; a repeat does no harm.

    With no frame left the alarm ends by itself, stations come back, and if we are still not well it
    begins again: at most a minute's frames fail each time.
    """
    if alarm_state != ALARM:
        close_breaker()
        return
    open_breaker(now)
    _close_sockets()
    wait(KNOWN_FOR.total_seconds())  # environments that did not know yet may have let some in
    _close_sockets()


def _close_sockets() -> None:
    keys = [(key.station_id, "station") for key in StationTable.by_kind.query("station")]
    stations = StationTable.batch_get(keys, consistent_read=True)
    sockets = [station.connection_id for station in stations if station.connection_id]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(_close, sockets))


def _close(connection_id: str) -> None:
    """One that cannot be closed now is no reason to leave the others open."""
    try:
        connections.close(connection_id)
    except Exception as error:
        logger("ocpp-gateway").warning("socket not closed", exc_info=error)
