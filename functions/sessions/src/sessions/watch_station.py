"""A station came back, or is gone: how do its open transactions stand? (R-TX-5)"""

from datetime import datetime

from sessions.open_sessions import open_sessions
from sessions.watch_session import leave_session, watch_session

BOOTED = "StationBooted"
DISCONNECTED = "StationDisconnected"


def watch_station(station_id: str, event: str, event_id: str, now: datetime) -> None:
    """Ask for each of them; a boot is a sign that it may have forgotten them.

    Every connection is an occasion of its own: what was asked on the one before may be lost.
    """
    for item in open_sessions(station_id):
        if event == DISCONNECTED:
            leave_session(item, now)
        else:
            watch_session(item, event_id, now, is_sign=event == BOOTED)
