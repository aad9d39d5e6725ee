"""The instants at which the site's wall clock shows something new to a tariff (P3, P10)."""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime, time, timedelta, tzinfo

_DAY = timedelta(days=1)
_DAY_S = 24 * 60 * 60


def boundaries(
    start: datetime, end: datetime, zone: tzinfo, minutes: Collection[int]
) -> Iterator[datetime]:
    """Instants, perhaps outside of start..end, at those minutes of the local day.

    A time that the clock shows twice yields two instants. Where the clock is put forward or
    back, that instant is yielded too: a time of day that is jumped over is passed then.
    """
    day = start.astimezone(zone).date()
    last = end.astimezone(zone).date()
    while day <= last:
        for minute in minutes:
            local = datetime.combine(day, time(minute // 60, minute % 60), zone)
            yield local.astimezone(UTC)
            yield local.replace(fold=1).astimezone(UTC)
        day += _DAY
    yield from _clock_changes(int(start.timestamp()), int(end.timestamp()), zone)


def _clock_changes(start: int, end: int, zone: tzinfo) -> Iterator[datetime]:
    """POSIX seconds; a zone changes its offset at most once in a day."""
    for low in range(start, end + 1, _DAY_S):
        high = min(low + _DAY_S, end + 1)
        if _offset(low, zone) != _offset(high, zone):
            yield datetime.fromtimestamp(_change_between(low, high, zone), UTC)


def _change_between(low: int, high: int, zone: tzinfo) -> int:
    before = _offset(low, zone)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(middle, zone) == before:
            low = middle
        else:
            high = middle
    return high


def _offset(second: int, zone: tzinfo) -> timedelta | None:
    return datetime.fromtimestamp(second, zone).utcoffset()
