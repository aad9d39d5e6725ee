"""What is handed out of too much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.domain.package.ends import from_both_ends


@pytest.mark.parametrize(
    ("octets", "most", "most_octets", "places"),
    [
        ([], 9, 9, []),
        ([1], 9, 9, [0]),
        ([1, 1, 1], 9, 9, [0, 1, 2]),
        ([1, 1, 1, 1], 3, 9, [0, 1, 3]),
        ([1, 1, 1, 1], 9, 2, [0, 3]),
        ([1, 9, 1, 1], 9, 9, [0, 3]),
        ([9, 1], 9, 8, []),
    ],
)
def test_the_ends_come_first(octets, most, most_octets, places):
    assert from_both_ends(octets, most, most_octets) == places


@given(st.lists(st.integers(0, 50)), st.integers(0, 20), st.integers(0, 500))
def test_it_never_exceeds_a_limit_and_leaves_out_nothing_that_fits(octets, most, most_octets):
    places = from_both_ends(octets, most, most_octets)
    assert len(places) <= most
    assert sum(octets[place] for place in places) <= most_octets
    assert len(set(places)) == len(places)
    if len(octets) <= most and sum(octets) <= most_octets:
        assert places == list(range(len(octets)))
