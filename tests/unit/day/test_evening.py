"""The day is played in the past, close enough to ten o'clock to see two prices."""

from datetime import UTC, datetime, timedelta

import pytest

from local.day.evening import ROOM, last_evening


@pytest.mark.parametrize("hour", range(24))
def test_it_is_the_last_evening_with_room_for_the_play(hour):
    now = datetime(2026, 11, 22, hour, 29, 59, tzinfo=UTC)
    begin = last_evening(now, "Europe/Berlin")
    assert f"{begin:%H:%M:%S}" == "21:45:00"
    assert ROOM <= now - begin < ROOM + timedelta(days=1)
