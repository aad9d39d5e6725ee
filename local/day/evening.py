"""When the day is played: an evening that lies behind us, so that no event is from the future."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

SPEED = 90
BEGIN = time(21, 45)
ROOM = timedelta(hours=3)
"""How much simulated time the play may take before the clock falls back to real time."""


def last_evening(now: datetime, time_zone: str) -> datetime:
    """The last quarter to ten, local time, that is more than the play's length ago.

    The night tariff begins at ten: sessions that start then always see two prices.
    """
    local = (now - ROOM).astimezone(ZoneInfo(time_zone))
    day = local.date() if local.time() >= BEGIN else local.date() - timedelta(days=1)
    return datetime.combine(day, BEGIN, local.tzinfo)
