"""Arrival plays no part: any order, any repeats, any batches make the same session (R-TX-2..5)."""

from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from sessions.domain.facts import facts
from sessions.domain.fold import empty, fold, merge
from sessions.domain.progress import Readiness, readiness, state
from sessions.domain.status_report import StatusReport
from tests.transactions import (
    STATION,
    TOKEN,
    TRANSACTION,
    at,
    event,
    payload,
    reading,
    whole_transaction,
)

STATES = st.sampled_from([None, "EVConnected", "Charging", "SuspendedEV", "SuspendedEVSE", "Idle"])
CONTEXTS = st.sampled_from([None, "Transaction.Begin", "Transaction.End", "Sample.Clock"])
SAMPLES = st.lists(
    st.builds(reading, st.integers(0, 30), st.integers(0, 5000), CONTEXTS), max_size=3
)


@st.composite
def bodies(draw, kinds=("Started", "Updated", "Updated", "Updated", "Ended")):
    """Any event at all: seqNos and times clash, readings fall, members come and go."""
    body = payload(
        draw(st.integers(0, 6) | st.sampled_from([-(2**63), -2, -1, 10**10, 2**63 - 1])),
        draw(st.sampled_from(kinds)),
        minute=draw(st.integers(0, 30)),
        state=draw(STATES),
    )
    if samples := draw(SAMPLES):
        body["meterValue"] = samples
    if draw(st.booleans()):
        body["evse"] = {"id": draw(st.integers(1, 3))}
    if draw(st.booleans()):
        body["idToken"] = TOKEN | {"idToken": draw(st.sampled_from(["A", "B"]))}
    if draw(st.booleans()):
        body["transactionInfo"]["remoteStartId"] = draw(st.integers(1, 3))
    return body


ANY_EVENTS = st.lists(bodies().map(event), min_size=1, max_size=10)


def report(minute, ongoing, in_queue):
    name = f"{ongoing} {in_queue}"
    return StatusReport(STATION, TRANSACTION, name, at(12 * 60 + minute), ongoing, in_queue)


REPORTS = st.builds(report, st.integers(-3, 3), st.sampled_from([None, False, True]), st.booleans())
ANYTHING_TOLD = st.lists(bodies().map(event) | REPORTS, min_size=1, max_size=10)


def session_of(events):
    return reduce(fold, events, empty(events[0]))


@st.composite
def arrivals(draw, events):
    """The same events as they may arrive: shuffled, some of them more than once."""
    repeats = draw(st.lists(st.sampled_from(events), max_size=5))
    return draw(st.permutations([*events, *repeats]))


@given(st.data())
def test_any_order_and_any_repeats_make_the_same_session(data):
    events = data.draw(ANYTHING_TOLD)
    assert session_of(data.draw(arrivals(events))) == session_of(events)


@given(ANYTHING_TOLD, ANYTHING_TOLD, ANYTHING_TOLD)
def test_merging_is_associative_commutative_and_idempotent(some, more, rest):
    a, b, c = session_of(some), session_of(more), session_of(rest)
    assert merge(a, b) == merge(b, a)
    assert merge(merge(a, b), c) == merge(a, merge(b, c))
    assert merge(a, a) == a


@given(st.data())
def test_any_batches_make_the_same_session(data):
    events = data.draw(ANYTHING_TOLD)
    cut = data.draw(st.integers(1, len(events)))
    in_two = reduce(fold, events[cut:], session_of(events[:cut]))
    assert in_two == session_of(events)


@given(st.data())
def test_the_facts_are_the_same_too(data):
    events = [event(body) for body in whole_transaction(updates=data.draw(st.integers(0, 6)))]
    extra = bodies(kinds=("Updated",)).map(event)
    events += data.draw(st.lists(extra, max_size=4))
    arrived = data.draw(arrivals(events))
    assert facts(session_of(arrived), arrived) == facts(session_of(events), events)


@given(st.data())
def test_lost_updates_change_nothing_that_is_billed(data):
    events = [event(body) for body in whole_transaction(updates=6)]
    kept = data.draw(st.sets(st.sampled_from(range(1, 7))))
    thinner = session_of([events[0], *(events[n] for n in sorted(kept)), events[-1]])
    whole = session_of(events)
    assert readiness(thinner) is Readiness.COMPLETE
    for name in ("started", "ended", "begin", "end", "evse_id", "id_token", "energy_wh"):
        assert getattr(thinner, name) == getattr(whole, name)


@given(st.data())
def test_nothing_that_comes_late_reopens_a_session_or_lowers_its_energy(data):
    ended = session_of([event(body) for body in whole_transaction()])
    late = data.draw(st.lists(bodies(kinds=("Updated",)), max_size=6))
    # What the station itself names as begin or end is its word, not a late sample.
    for body in late:
        for value in body.get("meterValue", []):
            value["sampledValue"][0].pop("context", None)
    after = reduce(fold, map(event, late), ended)
    assert state(after) == state(ended)
    assert after.ended == ended.ended
    assert after.energy_wh == ended.energy_wh


@given(ANY_EVENTS)
def test_the_telemetry_rises_from_begin_to_end(events):
    whole = [event(body) for body in whole_transaction()] + [
        e for e in events if e.kind == "Updated"
    ]
    known = facts(session_of(whole), whole)
    instants = [instant for instant, _ in known["telemetry"]]
    registers = [float(register) for _, register in known["telemetry"]]
    assert instants == sorted(instants)
    assert registers == sorted(registers)
    assert known["telemetry"][0][1] == known["meter_start_wh"]
    assert known["telemetry"][-1][1] == known["meter_stop_wh"]
    assert registers[-1] - registers[0] == float(known["energy_wh"])
    assert all(known["started_at"] <= i <= known["ended_at"] for i in instants)
    state_instants = [instant for instant, _ in known["states"]]
    assert state_instants == sorted(state_instants)
