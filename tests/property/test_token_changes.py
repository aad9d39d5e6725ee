"""Changes of one token, whatever the clocks of the functions that make them say."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from corridor_kernel.times import from_text, to_text
from roaming.domain.token import next_instant

START = datetime(2026, 1, 1, tzinfo=UTC)
CLOCKS = st.lists(
    st.timedeltas(timedelta(), timedelta(milliseconds=5)).map(START.__add__), min_size=1
)


@given(CLOCKS)
def test_each_change_is_told_as_later_than_the_one_before(clocks):
    told, stored = [], None
    for now in clocks:
        told.append(to_text(next_instant(now, stored)))
        stored = from_text(told[-1])
    assert told == sorted(set(told))
