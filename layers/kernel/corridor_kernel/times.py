"""Instants as OCPP and OCPI write them: UTC, milliseconds, `Z` (ocpi.md T9)."""

from datetime import UTC, datetime


def to_text(instant: datetime) -> str:
    """An aware instant as `2026-11-22T14:05:09.123Z`; ValueError if it is naive."""
    if instant.tzinfo is None:
        raise ValueError("a naive datetime is no instant")
    utc = instant.astimezone(UTC)
    return utc.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def from_text(text: str) -> datetime:
    """The instant of an RFC 3339 text, cut to milliseconds; no designator means UTC (T9).

    ValueError if the text is no date-time.
    """
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    instant = instant.astimezone(UTC)
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def readable(value: object) -> datetime | None:
    """The instant of a text that a station sent, None if it is not one that a clock can show."""
    try:
        instant = from_text(value) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None
    return instant if instant is not None and _EARLIEST <= instant <= _LATEST else None


# Clocks without a battery start in 1970 (R-TX-8); outside these years text order is not time order.
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(9999, 1, 1, tzinfo=UTC)
