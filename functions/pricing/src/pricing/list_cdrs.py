"""Page through the CDRs."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import orjson
from pynamodb.expressions.condition import Condition

from corridor_aws.paging import page
from corridor_kernel.problems import invalid
from corridor_kernel.times import readable
from pricing.tables import CdrTable

_MILLISECOND = timedelta(milliseconds=1)


def list_cdrs(
    limit: int = 50,
    cursor: str | None = None,
    session_id: str | None = None,
    station_id: str | None = None,
    started_from: str | None = None,
    started_to: str | None = None,
) -> tuple[list[dict[str, Any]], str | None]:
    """Summaries of CDRs, the latest start first, and the next cursor.

    By session, else by station, else all; started from (inclusive) and to (exclusive) an instant.
    """
    since, until = _instant("started_from", started_from), _instant("started_to", started_to)
    if since is not None and until is not None and until <= since:
        raise invalid([("started_to", "must be after started_from")])
    started = _started(since, until)
    if session_id is not None:
        query = partial(CdrTable.by_session.query, session_id, started)
    elif station_id is not None:
        query = partial(CdrTable.by_station.query, station_id, started)
    else:
        query = partial(CdrTable.by_time.query, "cdr", started)
    items, next_cursor = page(partial(query, scan_index_forward=False), limit, cursor)
    return [orjson.loads(item.summary) for item in items], next_cursor


def _started(since: datetime | None, until: datetime | None) -> Condition | None:
    started_at = CdrTable.started_at
    if since is not None and until is not None:
        return started_at.between(since, until - _MILLISECOND)
    if since is not None:
        return started_at >= since
    return None if until is None else started_at < until


def _instant(name: str, text: str | None) -> datetime | None:
    instant = readable(text)
    if text is not None and instant is None:
        raise invalid([(name, "must be an RFC 3339 date-time from 1970 on")])
    return instant
