"""What a session is after its events (R-TX-2..5, 10, 12, 13)."""

from functools import reduce

import pytest

from corridor_kernel.sessions import SessionState
from sessions.domain.fold import empty, fold
from sessions.domain.progress import Readiness, readiness, settlement_flags, state
from tests.transactions import TOKEN, at, event, payload, reading, whole_transaction


def session_of(*payloads, **more):
    events = [event(body, **more) for body in payloads]
    return reduce(fold, events, empty(events[0]))


def test_an_ordinary_transaction():
    session = session_of(*whole_transaction())
    assert session.started_at == at(0)
    assert session.ended[1:] == (at(4), "EVDisconnected")
    assert (session.evse_id[1], session.connector_id[1]) == (2, 1)
    assert session.id_token[1].id_token == TOKEN["idToken"]
    assert session.charging_state[1] == "Idle"
    assert session.energy_wh == 2000
    assert (state(session), readiness(session)) == (SessionState.COMPLETED, Readiness.COMPLETE)
    assert session.flags == settlement_flags(session) == ()


def test_one_time_members_are_carried_from_the_event_that_has_them():
    session = session_of(
        payload(0, "Started", state="EVConnected", evse={"id": 2}),
        payload(1, idToken=TOKEN, reservationId=5, info_remoteStartId=7),
        payload(2, state="Charging"),
        payload(3, evse={"id": 2, "connectorId": 1}),
    )
    assert (session.evse_id[1], session.connector_id[1]) == (2, 1)
    assert (session.reservation_id[1], session.remote_start_id[1]) == (5, 7)
    assert session.charging_state[1] == "Charging"


def test_the_card_that_stops_does_not_pay():
    other = {"idToken": "FFFF", "type": "ISO14443"}
    session = session_of(payload(2, "Ended", idToken=other), payload(0, "Started", idToken=TOKEN))
    assert session.id_token[1].id_token == TOKEN["idToken"]


def test_no_reason_to_stop_means_local():
    assert session_of(payload(1, "Ended")).ended[2] == "Local"


@pytest.mark.parametrize("first", [0, 17])
def test_seq_no_may_start_anywhere(first):
    session = session_of(*whole_transaction(first=first))
    assert readiness(session) is Readiness.COMPLETE
    assert session.energy_wh == 2000


def test_seq_no_may_be_zero_for_ever():
    bodies = [body | {"seqNo": 0} for body in whole_transaction()]
    session = session_of(*reversed(bodies))
    assert (session.started_at, session.ended[1]) == (at(0), at(4))
    assert session.energy_wh == 2000
    assert session.charging_state[1] == "Idle"
    assert readiness(session) is Readiness.COMPLETE


def test_what_comes_after_the_end_neither_reopens_nor_lowers():
    ended = session_of(*whole_transaction())
    for seq_no in (2, 9):
        late = fold(ended, event(payload(seq_no, minute=9, wh=900, state="Charging")))
        assert state(late) is SessionState.COMPLETED
        assert late.ended == ended.ended
        assert late.energy_wh == 2000


def test_without_a_named_end_a_late_smaller_reading_does_not_lower_the_energy():
    session = session_of(payload(0, "Started", wh=1000), payload(1, wh=1800), payload(2, "Ended"))
    late = fold(session, event(payload(3, wh=1200)))
    assert session.energy_wh == late.energy_wh == 800


def test_an_end_before_its_start_is_completed_by_it():
    started, *_, ended = whole_transaction()
    early = session_of(ended)
    assert (state(early), readiness(early)) == (SessionState.COMPLETED, Readiness.INCOMPLETE)
    assert early.energy_wh == 0
    assert settlement_flags(early) == ("started_missing", "begin_missing")
    whole = fold(early, event(started))
    assert readiness(whole) is Readiness.COMPLETE
    assert whole.energy_wh == 2000


def test_lost_updates_block_nothing_once_begin_and_end_are_known():
    started, *_, ended = whole_transaction()
    session = session_of(started, ended)
    assert readiness(session) is Readiness.COMPLETE
    assert settlement_flags(session) == ("gap",)


def test_without_marked_readings_every_event_is_waited_for():
    events = [payload(0, "Started"), payload(1, wh=100), payload(2, wh=300), payload(3, "Ended")]
    assert readiness(session_of(events[0], events[2], events[3])) is Readiness.INCOMPLETE
    session = session_of(*events)
    assert readiness(session) is Readiness.COMPLETE
    assert settlement_flags(session) == ("begin_missing", "end_missing")
    assert session.energy_wh == 200


def test_a_session_without_any_reading_can_be_settled():
    session = session_of(payload(0, "Started"), payload(1, "Ended", info_stoppedReason="Timeout"))
    assert readiness(session) is Readiness.COMPLETE
    assert session.energy_wh == 0


def test_named_readings_count_before_all_others():
    session = session_of(
        payload(
            4,
            "Ended",
            meterValue=[
                reading(0, 1000, "Transaction.Begin"),
                reading(1, 1400),
                reading(4, 1900, "Transaction.End"),
                reading(5, 1950, "Sample.Clock"),
            ],
        ),
        payload(0, "Started", wh=990),
        payload(1, wh=1700),
    )
    assert (session.begin[2], session.end[2]) == (1000, 1900)


def test_the_energy_of_a_running_session_is_the_highest_reading():
    session = session_of(payload(0, "Started", wh=1000), payload(2, wh=1500), payload(1, wh=1200))
    assert (session.energy_wh, state(session)) == (500, SessionState.ACTIVE)


def test_a_register_that_falls_is_no_negative_energy():
    session = session_of(payload(0, "Started", wh=1000), payload(1, "Ended", wh=10))
    assert session.energy_wh == 0
    assert "register_decreased" in settlement_flags(session)


def test_a_session_is_pending_until_it_charges():
    started = payload(0, "Started", wh=5, state="EVConnected")
    assert state(session_of(started)) is SessionState.PENDING
    assert state(session_of(started, payload(1, state="Charging"))) is SessionState.ACTIVE
    charged = (started, payload(1, state="Charging"), payload(2, state="SuspendedEV"))
    assert state(session_of(*charged)) is SessionState.ACTIVE


def test_a_refused_token_is_a_risk_and_no_obstacle():
    session = session_of(*whole_transaction(), token_status="Blocked")
    assert readiness(session) is Readiness.COMPLETE
    assert settlement_flags(session) == ("unpaid_risk",)


@pytest.mark.parametrize(("by", "risk"), [("04AF", ("unpaid_risk",)), ("FFFF", ())])
def test_a_token_that_is_refused_later_is_a_risk_if_it_pays(by, risk):
    """R-TX-9: what was accepted offline is verified when the events come."""
    started, *updates, ended = whole_transaction()
    ended |= {"idToken": {"idToken": by, "type": "ISO14443"}}
    session = session_of(started, *updates)
    session = fold(session, event(ended, token_status="Blocked"))
    assert settlement_flags(session) == risk


def test_flags_of_events_stay():
    bodies = whole_transaction()
    bodies[2] |= {"offline": True}
    bodies[3] |= {"eventType": "Continued"}
    assert session_of(*bodies).flags == ("offline", "schema_violation")


def test_two_ends_are_one_end():
    session = session_of(
        *whole_transaction(), payload(5, "Ended", minute=6, wh=3100, info_stoppedReason="Reboot")
    )
    assert session.ended[1:] == (at(6), "Reboot")
    assert session.energy_wh == 2100
