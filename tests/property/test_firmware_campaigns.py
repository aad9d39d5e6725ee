"""A campaign pauses exactly at its threshold; no order of news changes what came of a station."""

from datetime import UTC, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from corridor_kernel.ocpp.firmware import UpdateState
from ocpp_gateway.domain.firmware_campaign import End, Pause, Policy, Wait, Wave, decide
from ocpp_gateway.domain.firmware_update import (
    Retries,
    Update,
    answered,
    begun,
    failed,
    from_content,
    installed,
    to_content,
    told,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BEFORE, END = NOW - timedelta(hours=1), NOW + timedelta(days=7)
ONCE = Retries(0, timedelta(seconds=60))
WAITING, UPDATING, INSTALLED, FAILED = UpdateState


def policy(**more):
    given = {"canary": 1, "parallel": 2, "max_failures": None, "max_failure_percent": None}
    return Policy(**given | {"retries": 0, "retry_interval_s": 60, "time_limit_s": 60} | more)


def update(position, state, **more):
    concluded = BEFORE if state in (INSTALLED, FAILED) else None
    return Update(f"CS{position}", position, state, concluded_at=concluded, **more)


def step(rule, states, online=None, resumed_at=None, now=NOW):
    updates = [update(n, state) for n, state in enumerate(states)]
    names = {u.station_id for u in updates} if online is None else online
    return decide(rule, updates, names, resumed_at, END, now)


@given(st.integers(0, 8), st.integers(0, 9), st.integers(0, 9))
def test_it_pauses_at_one_failure_more_than_allowed(allowed, failures, successes):
    assume(failures + successes)
    states = [FAILED] * failures + [INSTALLED] * successes + [WAITING]
    assert (step(policy(max_failures=allowed), states) == Pause()) == (failures > allowed)


@given(st.integers(0, 100), st.integers(0, 20), st.integers(0, 20))
def test_it_pauses_above_the_share_that_is_allowed(percent, failures, successes):
    assume(failures + successes)
    states = [FAILED] * failures + [INSTALLED] * successes + [WAITING]
    exceeded = failures / (failures + successes) > percent / 100 + 1e-12
    assert (step(policy(max_failure_percent=percent), states) == Pause()) == exceeded


@given(st.lists(st.sampled_from(list(UpdateState)), min_size=3, max_size=9), st.integers(1, 3))
def test_nobody_goes_before_the_canaries_are_done(states, canary):
    decision = step(policy(canary=canary), states)
    if isinstance(decision, Wave) and any(s in (WAITING, UPDATING) for s in states[:canary]):
        assert {int(name[2:]) for name in decision.attempts} <= set(range(canary))


@given(
    st.lists(st.sampled_from(list(UpdateState)), min_size=1, max_size=9),
    st.sets(st.integers(0, 8)),
)
def test_a_wave_is_of_stations_that_are_there_and_have_their_turn(states, numbers):
    online = {f"CS{n}" for n in numbers}
    decision = step(policy(), states, online)
    if isinstance(decision, Wave):
        assert 0 < len(decision.attempts) <= 2
        for name, attempt in decision.attempts.items():
            state = states[int(name[2:])]
            assert state == UPDATING or (state == WAITING and name in online)
            assert attempt == (1 if state == WAITING else 0)
    elif isinstance(decision, Wait):
        assert decision.until == END
        assert any(state == WAITING for state in states)
    else:
        assert isinstance(decision, End)
        assert all(state in (INSTALLED, FAILED) for state in states)


def test_what_failed_before_it_was_resumed_is_accepted():
    rule, states = policy(max_failures=0), [FAILED, WAITING]
    assert step(rule, states) == Pause()
    assert step(rule, states, resumed_at=NOW) == Wave({"CS1": 1})


def test_a_station_that_failed_is_asked_again_when_it_is_time():
    later = NOW + timedelta(minutes=5)
    waiting = update(0, WAITING, not_before=later, attempt=1)
    assert decide(policy(), [waiting], {"CS0"}, None, END, NOW) == Wait(later)
    assert decide(policy(), [waiting], {"CS0"}, None, END, later) == Wave({"CS0": 2})
    assert decide(policy(), [waiting], set(), None, END, later) == Wait(END)


def test_it_ends_when_its_time_is_over():
    assert step(policy(), [WAITING], now=END).state == "Expired"
    assert step(policy(max_failures=0), [FAILED], now=END).state == "Completed"


NEWS = st.sampled_from(
    [
        lambda u: answered(u, 1, "Result", "Accepted", ONCE, NOW),
        lambda u: answered(u, 1, "Timeout", "", ONCE, NOW),
        lambda u: told(u, 1, "Downloading", ONCE, NOW),
        lambda u: told(u, 1, "Installing", ONCE, NOW),
        lambda u: told(u, 2, "InstallationFailed", ONCE, NOW),
        lambda u: begun(u, 1, NOW),
    ]
)


@given(st.lists(NEWS), st.sampled_from(["Installed", "InstallationFailed"]), st.data())
def test_no_order_and_no_repetition_changes_what_came_of_it(news, end, data):
    def ending(u):
        return told(u, 1, end, ONCE, NOW)

    changes = data.draw(st.permutations([*news, ending, ending]))
    found = begun(Update("CS1", 0), 1, NOW)
    for change in changes:
        found = change(found)
    assert found.state == (INSTALLED if end == "Installed" else FAILED)
    assert found.failures == (0 if end == "Installed" else 1)
    notes = [(note.attempt, note.what) for note in found.history]
    assert len(notes) == len(set(notes))
    assert {(1, "Asked"), (1, end)} <= set(notes)
    assert from_content(to_content(found)) == found


@given(st.permutations(range(3)))
def test_a_firmware_that_is_there_counts_whatever_else_was_told(order):
    changes = [
        lambda u: installed(u, "Booted 1.1", NOW),
        lambda u: failed(u, 1, "No result in time", ONCE, NOW),
        lambda u: told(u, 1, "DownloadFailed", ONCE, NOW),
    ]
    found = begun(Update("CS1", 0), 1, NOW)
    for n in order:
        found = changes[n](found)
    assert found.state == INSTALLED


@given(st.integers(0, 3))
def test_a_station_has_one_attempt_and_its_retries(retries):
    found, again = Update("CS1", 0), Retries(retries, timedelta(seconds=60))
    for attempt in range(1, retries + 2):
        assert found.state == WAITING
        found = begun(found, attempt, NOW)
        found = failed(failed(found, attempt, "x", again, NOW), attempt, "x", again, NOW)
    assert (found.state, found.failures) == (FAILED, retries + 1)
