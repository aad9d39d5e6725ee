"""A station's local list after any sequence of changes, failures and replays (R-AUTH-7, 8)."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.ocpp_gateway.local_lists.world import world

UIDS = st.sampled_from("ABCD")
CHANGES = st.tuples(
    st.just("change"),
    UIDS,
    st.fixed_dictionaries(
        {},
        optional={
            "status": st.sampled_from(["Accepted", "Blocked", "Expired"]),
            "whitelist": st.sampled_from(["ALWAYS", "ALLOWED_OFFLINE", "NEVER", None]),
            "sites": st.sampled_from([["S1"], ["S2"], ["S1", "S2"]]),
        },
    ),
)
ENDS = st.one_of(
    st.just(("answer", None, 1)),
    st.just(("answer", None, 2)),
    st.sampled_from([("answer", "Failed", 1), ("answer", "VersionMismatch", 1)]),
    st.tuples(st.just("lose"), st.booleans(), st.sampled_from(["Timeout", "Error", "Offline"])),
)
REST = st.sampled_from([("sync",), ("doubt",), ("wait", 1), ("wait", 400), ("forget",)])
STEPS = st.lists(st.one_of(CHANGES, ENDS, REST), max_size=25)


def take(a, step, tokens):
    match step:
        case ("change", uid, told):
            a.change(uid, **told)
            tokens[uid] = {"status": "Accepted", "whitelist": "ALWAYS"} | told
        case ("answer", status, times) if a.calls:
            a.answer(status, times)
        case ("lose", applied, outcome) if a.calls:
            a.lose(applied=applied, outcome=outcome)
        case ("sync",):
            a.sync()
        case ("doubt",):
            a.sync(doubt=True)
        case ("wait", seconds):
            a.tick(seconds)
        case ("forget",):
            a.list.version, a.list.entries = 0, {}


def expected(tokens):
    """What the station's list should be: listed tokens of its site, each as what it is."""
    return {
        uid.lower(): token["status"]
        for uid, token in tokens.items()
        if token["whitelist"] in ("ALWAYS", "ALLOWED_OFFLINE")
        and "S1" in token.get("sites", ["S1"])
    }


@settings(max_examples=40)
@given(STEPS, st.integers(1, 3))
def test_once_all_is_answered_the_list_is_what_it_should_be(steps, items):
    with world(items=items) as a:
        tokens = {}
        for step in steps:
            take(a, step, tokens)
        a.settle()
        a.tick(400)
        a.sync(doubt=True)
        a.settle()
        assert a.statuses() == expected(tokens)
        assert a.state().basis == "Followed"
        assert a.versions == sorted(set(a.versions))
