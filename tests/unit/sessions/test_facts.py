"""What pricing is told of a session."""

from functools import reduce

import orjson
import pytest

from sessions.domain.facts import (
    MAX_CURRENTS,
    MAX_READINGS,
    MAX_STATES,
    EventsExpired,
    NotEnded,
    TimeSuspect,
    facts,
)
from sessions.domain.fold import empty, fold
from tests.transactions import TOKEN, at, event, payload, reading, whole_transaction


def facts_of(*payloads):
    events = [event(body) for body in payloads]
    return facts(reduce(fold, events, empty(events[0])), events)


def test_the_facts_of_an_ordinary_transaction():
    known = facts_of(*whole_transaction(updates=2))
    assert known.pop("session_id")
    assert known == {
        "station_id": "DE*ABC*E1",
        "transaction_id": "tx-1",
        "evse_id": 2,
        "connector_id": 1,
        "id_token": {"id_token": TOKEN["idToken"], "type": TOKEN["type"]},
        "started_at": at(0),
        "ended_at": at(3),
        "stopped_reason": "EVDisconnected",
        "meter_start_wh": "1000",
        "meter_stop_wh": "2500",
        "energy_wh": "1500",
        "registered_wh": "1500",
        "telemetry": [[at(0), "1000"], [at(1), "1500"], [at(2), "2000"], [at(3), "2500"]],
        "states": [
            [at(0), "EVConnected"],
            [at(1), "SuspendedEV"],
            [at(2), "Charging"],
            [at(3), "Idle"],
        ],
        "currents": [],
        "flags": [],
    }


def test_readings_of_the_end_event_fill_in_what_was_lost():
    started = payload(0, "Started", wh=1000)
    samples = [reading(n, 1000 + 10 * n) for n in (1, 2, 3)] + [reading(4, 1040, "Transaction.End")]
    known = facts_of(started, payload(4, "Ended", meterValue=samples))
    assert known["telemetry"] == [[at(n), str(1000 + 10 * n)] for n in range(5)]


def test_a_reading_that_does_not_fit_is_left_out_and_told():
    known = facts_of(
        payload(0, "Started", wh=1000),
        payload(1, wh=1100),
        payload(2, wh=5000),
        payload(3, wh=900),
        payload(4, "Ended", wh=1200),
    )
    assert known["telemetry"] == [[at(0), "1000"], [at(1), "1100"], [at(4), "1200"]]
    assert known["flags"] == ["register_not_monotone"]


def test_readings_outside_of_the_session_are_drawn_to_its_edges():
    known = facts_of(
        payload(1, "Started", meterValue=[reading(0, 1000)]),
        payload(2, wh=1100),
        payload(3, "Ended", meterValue=[reading(9, 1200)]),
    )
    assert known["telemetry"] == [[at(1), "1000"], [at(2), "1100"], [at(3), "1200"]]


def test_a_state_lasts_until_the_next_in_the_station_s_order():
    known = facts_of(
        payload(0, "Started", state="EVConnected"),
        payload(1, state="Charging"),
        payload(2, state="Charging"),
        payload(3, minute=0, state="SuspendedEV"),
        payload(4, "Ended", state="Idle"),
    )
    assert known["states"] == [
        [at(0), "EVConnected"],
        [at(1), "Charging"],
        [at(1), "SuspendedEV"],
        [at(4), "Idle"],
    ]


def drawing(minute, *amperes):
    """A MeterValueType with the current of each phase."""
    phases = [
        {"value": a, "measurand": "Current.Import", "phase": f"L{n}"}
        for n, a in enumerate(amperes, 1)
    ]
    return {"timestamp": at(minute), "sampledValue": phases}


def test_currents_are_told_where_their_sum_over_the_phases_changes():
    known = facts_of(
        payload(1, "Started", meterValue=[drawing(0, 6)]),
        payload(2, meterValue=[drawing(2, 16, 16, 15.5)]),
        payload(3, meterValue=[drawing(4, 40, 5)], minute=4),
        payload(4, meterValue=[drawing(3, 47.5)], minute=5),
        payload(5, "Ended", meterValue=[drawing(6, 0)], minute=6),
    )
    assert known["currents"] == [[at(1), "6"], [at(2), "47.5"], [at(4), "45"]]


def test_without_readings_the_register_stands_at_zero():
    known = facts_of(payload(0, "Started"), payload(1, "Ended"))
    assert (known["meter_start_wh"], known["meter_stop_wh"], known["energy_wh"]) == ("0", "0", "0")
    assert known["telemetry"] == [[at(0), "0"], [at(1), "0"]]
    assert known["flags"] == ["begin_missing", "end_missing", "no_meter_values"]
    assert known["id_token"] is None


def test_a_falling_register_bills_nothing():
    known = facts_of(payload(0, "Started", wh=1000), payload(1, "Ended", wh=900))
    assert (known["meter_stop_wh"], known["energy_wh"]) == ("1000", "0")
    assert known["flags"] == ["register_decreased", "register_not_monotone"]


def test_one_seq_no_for_two_events_is_told():
    bodies = whole_transaction()
    assert facts_of(*bodies, *bodies)["flags"] == []
    assert facts_of(*bodies, payload(2, wh=2001))["flags"] == ["conflicting_event"]


def test_a_session_that_has_not_ended_cannot_be_billed():
    with pytest.raises(NotEnded):
        facts_of(payload(0, "Started", wh=1000))


@pytest.mark.parametrize("which", [0, -1])
def test_a_session_of_impossible_length_cannot_be_billed(which):
    bodies = whole_transaction()
    bodies[which] |= {"timestamp": "1970-01-01T00:00:10Z"}
    with pytest.raises(TimeSuspect):
        facts_of(*bodies)


def test_an_end_before_the_start_cannot_be_billed():
    with pytest.raises(TimeSuspect):
        facts_of(payload(0, "Started", minute=5), payload(1, "Ended", minute=4))


@pytest.mark.parametrize("gone", [0, -1, slice(None)])
def test_a_session_whose_events_are_not_kept_any_more_cannot_be_billed(gone):
    """Ninety days: without its states and samples the bill would be another."""
    events = [event(body) for body in whole_transaction()]
    session = reduce(fold, events, empty(events[0]))
    del events[gone]
    with pytest.raises(EventsExpired):
        facts(session, events)


def test_an_impossible_time_between_start_and_end_is_only_told():
    bodies = whole_transaction()
    bodies[2] |= {"timestamp": "1970-01-01T00:00:10Z"}
    assert facts_of(*bodies)["flags"] == ["time_suspect"]


def test_facts_fit_into_a_state_machine():
    seconds = 20_000
    started = whole_transaction()[0]
    states = ("SuspendedEVSE", "Charging")
    middle = [
        payload(n, minute=n / 60, state=states[n % 2])
        | {"meterValue": [reading(n / 60, 1000 + n / 1000), drawing(n / 60, n / 7, 20, 20)]}
        for n in range(1, seconds)
    ]
    ended = payload(seconds, "Ended", minute=seconds / 60, wh=3000, state="Idle")
    known = facts_of(started, *middle, ended)
    assert len(orjson.dumps(known)) < 256 * 1024
    assert MAX_READINGS / 2 < len(known["telemetry"]) <= MAX_READINGS + 1
    assert MAX_STATES / 2 < len(known["states"]) <= MAX_STATES + 1
    assert known["telemetry"][0] == [at(0), "1000"]
    assert known["telemetry"][-1][1] == known["meter_stop_wh"]
    assert known["states"][-1][1] == "Idle"
    assert MAX_CURRENTS / 2 < len(known["currents"]) <= MAX_CURRENTS + 1
    assert "thinned" in known["flags"]
