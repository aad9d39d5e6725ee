"""Note that a station is alive: at most once a minute, and never at the cost of an answer."""

from datetime import datetime, timedelta

from pynamodb.exceptions import UpdateError

from corridor_aws.observability import logger
from corridor_aws.streams import TROUBLE
from corridor_aws.tables import is_condition_failure
from ocpp_gateway.tables import StationTable

INTERVAL = timedelta(minutes=1)

_seen: dict[str, datetime] = {}


def mark_seen(station_id: str, now: datetime) -> None:
    """Any frame proves that the station is there (R-RPC-11).

    One write per minute, station and environment; what fails is tried again with the next frame.
    """
    last = _seen.get(station_id)
    if last is not None and now - last < INTERVAL:
        return
    try:
        _save(station_id, now)
    except TROUBLE as error:
        logger("ocpp-gateway").warning("last_seen not saved", exc_info=error)
    else:
        _seen[station_id] = now


def _save(station_id: str, now: datetime) -> None:
    seen = StationTable.last_seen
    condition = StationTable.kind.exists() & (seen.does_not_exist() | (seen < now))
    try:
        StationTable(station_id, "station").update([seen.set(now)], condition=condition)
    except UpdateError as error:
        if not is_condition_failure(error):
            raise
