"""Times that stations tell, which may be anything (R-TX-8)."""

from datetime import datetime, timedelta
from typing import Any

from corridor_kernel.times import from_text

_TOLERANCE = timedelta(minutes=5)


def told_instant(text: Any, now: datetime) -> datetime:
    """The instant in `text`; `now` if it is none, or lies further ahead than clocks differ.

    What happened in the far future would hide everything that happens until then.
    """
    try:
        instant = from_text(text)
    except (TypeError, ValueError, OverflowError):
        return now
    return instant if instant <= now + _TOLERANCE else now


def news_instant(text: Any, now: datetime) -> datetime:
    """`told_instant`, never ahead of our clock: what comes after a clock is set back is news."""
    return min(told_instant(text, now), now)
