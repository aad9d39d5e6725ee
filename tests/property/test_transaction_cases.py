"""Each case makes its session in whatever order it arrives, and however often (R-TX-2..5)."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transaction_cases import CASES, case, only_events, seen, session_of, told


@settings(max_examples=300)
@given(st.sampled_from(CASES), st.data())
def test_any_order_and_any_repeats_make_the_session_of_the_case(name, data):
    meanings = list(told(case(name)))
    repeats = data.draw(st.lists(st.sampled_from(meanings), max_size=4))
    arrived = data.draw(st.permutations([*meanings, *repeats]))
    known = seen(session_of(arrived), only_events(arrived))
    expected = case(name)["expected"]
    assert {key: known[key] for key in expected} == expected
