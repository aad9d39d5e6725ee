"""Instants as text (T9)."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from corridor_kernel.times import from_text, to_text


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (datetime(2026, 11, 22, 14, 5, 9, 123999, UTC), "2026-11-22T14:05:09.123Z"),
        (datetime(2026, 11, 22, tzinfo=timezone(timedelta(hours=1))), "2026-11-21T23:00:00.000Z"),
        (datetime(1, 1, 1, tzinfo=UTC), "0001-01-01T00:00:00.000Z"),
    ],
)
def test_an_instant_is_utc_text_of_one_length(instant, text):
    assert to_text(instant) == text
    assert to_text(from_text(text)) == text


def test_a_naive_datetime_is_no_instant():
    with pytest.raises(ValueError):
        to_text(datetime(2026, 11, 22))  # noqa: DTZ001
