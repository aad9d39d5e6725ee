"""The breaker between stations and an ingest that is not well (R-OUT-1).

A station whose socket is open counts our failures and then discards what it had to tell; one that
cannot connect keeps everything. So while frames fail, sockets are closed and handshakes refused.
"""

from datetime import datetime, timedelta

from ocpp_gateway.tables import StationTable

# Should nobody close it, because the alarm's OK got lost, stations try us again after this.
OPEN_AT_MOST = timedelta(minutes=15)
KNOWN_FOR = timedelta(seconds=5)

_KEY = ("ingest", "breaker")
_known: dict[str, datetime | None] = {}


def open_breaker(now: datetime) -> None:
    StationTable(*_KEY, refused_until=now + OPEN_AT_MOST).save()


def close_breaker() -> None:
    StationTable(*_KEY).delete()


def is_open(now: datetime) -> bool:
    """Whether handshakes are refused; costs a read at most every five seconds."""
    read_at = _known.get("read_at")
    if read_at is None or now - read_at >= KNOWN_FOR:
        _known.update(read_at=now, refused_until=_refused_until())
    refused_until = _known["refused_until"]
    return refused_until is not None and now < refused_until


def _refused_until() -> datetime | None:
    try:
        found: datetime | None = StationTable.get(*_KEY, consistent_read=True).refused_until
    except StationTable.DoesNotExist:
        return None
    return found
