"""A station is asked how a transaction stands, and its word ends every wait (R-TX-5)."""

from datetime import timedelta
from unittest.mock import Mock

import jsonschema_rs
import orjson
import pytest
from botocore.exceptions import ClientError

from corridor_kernel.identifiers import session_id
from corridor_kernel.ocpp.schemas import find_violation
from corridor_kernel.times import to_text
from sessions import record_events as recording
from sessions.ask_status import session_of_call, status_call_id
from sessions.describe_session import describe_session
from sessions.find_session import find_session
from sessions.handlers import collect_facts, on_ledger, on_station_event
from sessions.settle_session import settle_session
from sessions.tables import SessionItem
from sessions.watch_session import GRACE
from tests.services import ROOT
from tests.station_calls import station_calls
from tests.transactions import (
    BILL,
    START,
    STATION,
    at,
    payload,
    record,
    status_record,
    whole_transaction,
)
from tests.unit.sessions.conftest import refused

SESSION = session_id(STATION, "tx-1")
RECEIVED = START + timedelta(hours=12)
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.usefixtures("aws", "machines")


def deliver(*payloads, received=RECEIVED):
    on_ledger.handler({"Records": [record(body, received=received) for body in payloads]}, None)


def answers(now, *, ongoing, in_queue, transaction="tx-1"):
    response = {"messagesInQueue": in_queue}
    response |= {} if ongoing is None else {"ongoingIndicator": ongoing}
    on_ledger.handler({"Records": [status_record(now, response, transaction)]}, None)


def station_tells(name, now, **data):
    said = {"station_id": STATION} | data
    id = f"{name}/{STATION}/{data.get('connection_id', to_text(now))}"
    detail = {"id": id, "version": 1, "time": to_text(now), "data": said}
    body = orjson.dumps({"detail-type": name, "detail": detail}).decode()
    on_station_event.handler({"Records": [{"body": body}]}, None)


def connects(now, connection_id="c"):
    station_tells("StationConnected", now, connection_id=connection_id, protocol="ocpp2.0.1")


def boots(now, registration="Accepted"):
    station_tells("StationBooted", now, registration=registration, reason="PowerUp")


def asked():
    """The transactions that the station was asked for since the last look."""
    found = station_calls()
    for call in found:
        assert call["action"] == "GetTransactionStatus"
        assert find_violation("GetTransactionStatusRequest", call["payload"], "ocpp2.0.1") is None
        assert len(call["call_id"]) == 36
    return [call["payload"]["transactionId"] for call in found]


def facts():
    return collect_facts.handler({"session_id": SESSION}, None)


def wait_with(token, phase="rest"):
    SessionItem(SESSION).update(
        [SessionItem.wait_token.set(token), SessionItem.wait_phase.set(phase)]
    )


def conforms(told):
    for name, data in told:
        schema = orjson.loads((ROOT / f"functions/sessions/events/{name}.v1.json").read_bytes())
        jsonschema_rs.validate(schema["properties"]["data"], data)


def test_a_whole_transaction_is_not_asked_for():
    deliver(*whole_transaction())
    assert asked() == []


def test_an_end_that_lacks_something_is_asked_for_once():
    ended = whole_transaction()[-1]
    deliver(ended)
    deliver(ended)
    assert asked() == ["tx-1"]


def test_nothing_more_in_the_queue_settles_with_what_there_is(machines):
    deliver(whole_transaction()[-1])
    wait_with("token")
    answers(RECEIVED + MINUTE, ongoing=False, in_queue=False)
    assert machines.completed == [("token", {})]
    assert {"started_missing", "begin_missing"} <= set(facts()["session"]["flags"])


def test_more_in_the_queue_is_waited_for(machines):
    started, *_, ended = whole_transaction()
    deliver(ended)
    wait_with("token")
    answers(RECEIVED + MINUTE, ongoing=False, in_queue=True)
    assert machines.completed == []
    deliver(started, received=RECEIVED + 2 * MINUTE)
    assert machines.completed == [("token", {})]


def test_an_answer_that_is_older_than_the_last_event_says_nothing(machines):
    deliver(whole_transaction()[-1])
    wait_with("token")
    answers(RECEIVED - MINUTE, ongoing=False, in_queue=False)
    assert machines.completed == []


def test_a_station_that_comes_back_is_asked_for_its_open_transactions():
    deliver(payload(0, "Started", wh=1000), payload(0, "Started", transaction="tx-2"))
    deliver(payload(1, "Ended", transaction="tx-2"))
    connects(RECEIVED + MINUTE)
    assert asked() == ["tx-1"]


def test_each_connection_is_asked_once_for_the_answer_on_the_one_before_may_be_lost():
    deliver(payload(0, "Started", wh=1000))
    for second in range(5):
        connects(RECEIVED + timedelta(seconds=second))
    assert asked() == ["tx-1"]
    connects(RECEIVED + timedelta(seconds=6), "d")
    assert asked() == ["tx-1"]


def test_a_station_that_is_not_accepted_is_not_asked():
    deliver(payload(0, "Started", wh=1000))
    boots(RECEIVED + MINUTE, "Pending")
    assert asked() == []


def test_a_transaction_that_the_station_has_forgotten_is_closed_where_it_was_last_seen(
    machines, outbox
):
    started, one, two, *_ = whole_transaction()
    deliver(started, one, two)
    wait_with("token", "end")
    answers(RECEIVED + MINUTE, ongoing=False, in_queue=False)
    assert (machines.completed, machines.failed) == ([], [("token", "Lost")])
    known = facts()["session"]
    assert (known["ended_at"], known["stopped_reason"]) == (at(2), "Lost")
    assert (known["energy_wh"], known["telemetry"][-1]) == ("1000", [at(2), "2000"])
    assert known["states"][-1] == [at(2), "Charging"]
    assert {"lost", "end_missing"} <= set(known["flags"])
    assert [data["stopped_reason"] for name, data in outbox() if name == "SessionEnded"] == ["Lost"]


@pytest.mark.parametrize(("ongoing", "in_queue"), [(True, False), (False, True), (None, False)])
def test_any_other_answer_leaves_it_open(machines, ongoing, in_queue):
    deliver(*whole_transaction()[:-1])
    wait_with("token", "end")
    answers(RECEIVED + MINUTE, ongoing=ongoing, in_queue=in_queue)
    assert machines.completed == []
    assert facts()["failure"]["Error"] == "NotEnded"


def test_a_lost_transaction_that_is_heard_of_again_is_open_again():
    started, one, *_, ended = whole_transaction()
    deliver(started)
    answers(RECEIVED + MINUTE, ongoing=False, in_queue=False)
    assert find_session(SESSION).state == "COMPLETED"
    deliver(one, received=RECEIVED + 2 * MINUTE)
    assert (find_session(SESSION).state, find_session(SESSION).readiness) == ("ACTIVE", "OPEN")
    deliver(ended, received=RECEIVED + 3 * MINUTE)
    assert facts()["session"]["stopped_reason"] == "EVDisconnected"


def test_an_end_that_comes_after_a_lost_one_was_billed_is_a_case_for_a_person(machines, outbox):
    started, one, *_, ended = whole_transaction()
    deliver(started, one)
    answers(RECEIVED + MINUTE, ongoing=False, in_queue=False)
    known = facts()["session"]
    bill = BILL | {name: known[name] for name in ("ended_at", "registered_wh")}
    settle_session(SESSION, bill, known["flags"], RECEIVED)
    machines.started.clear()
    deliver(ended, received=RECEIVED + timedelta(days=1))
    deliver(ended, received=RECEIVED + timedelta(days=1))
    item = find_session(SESSION)
    assert (item.state, item.cdr_id, machines.started) == ("SETTLED", BILL["cdr_id"], {})
    assert "changed_after_settlement" in describe_session(item)["flags"]
    conforms(outbox())
    changes = [data for name, data in outbox() if name == "SessionChangedAfterSettlement"]
    assert [(c["stopped_reason"], c["energy_wh"]) for c in changes] == [("EVDisconnected", "2000")]


def test_a_new_transaction_on_the_evse_is_a_sign_and_a_question():
    deliver(payload(0, "Started", wh=1000, evse={"id": 2, "connectorId": 1}))
    deliver(payload(0, "Started", transaction="tx-2", minute=9, evse={"id": 1}))
    assert asked() == []
    deliver(payload(0, "Started", transaction="tx-3", minute=9, evse={"id": 2, "connectorId": 2}))
    assert asked() == []
    deliver(payload(0, "Started", transaction="tx-4", minute=10, evse={"id": 2}))
    assert sorted(asked()) == ["tx-1", "tx-3"]


def test_a_sign_that_a_crash_swallowed_is_seen_when_the_batch_comes_again(monkeypatch):
    deliver(payload(0, "Started", wh=1000, evse={"id": 2}))
    placed = payload(1, transaction="tx-2", minute=10, evse={"id": 2})
    deliver(payload(0, "Started", transaction="tx-2", minute=9))
    with monkeypatch.context() as broken:
        broken.setattr(
            recording, "suspect_others", Mock(side_effect=refused("Throttling", "Query"))
        )
        with pytest.raises(ClientError, match="Throttling"):
            deliver(placed)
    deliver(placed)
    assert asked() == ["tx-1"]


@pytest.mark.parametrize("heard_again", [False, True])
def test_what_is_never_mentioned_again_after_a_boot_is_lost(machines, heard_again):
    """A station that does not answer GetTransactionStatus."""
    deliver(payload(0, "Started", wh=1000))
    wait_with("token", "end")
    boots(RECEIVED + MINUTE)
    boots(RECEIVED + MINUTE + GRACE)
    assert machines.failed == []
    if heard_again:
        deliver(payload(1, wh=1100), received=RECEIVED + 2 * MINUTE)
    connects(RECEIVED + 2 * MINUTE + GRACE)
    assert machines.failed == ([] if heard_again else [("token", "Lost")])
    assert find_session(SESSION).readiness == ("OPEN" if heard_again else "COMPLETE")


def disconnects(now):
    station_tells("StationDisconnected", now, connection_id="c")


def test_an_hour_without_a_link_says_nothing_about_a_transaction(machines):
    """It boots, is cut off for hours, and comes back with all of it in its queue."""
    deliver(payload(0, "Started", wh=1000))
    wait_with("token", "end")
    boots(RECEIVED + MINUTE)
    disconnects(RECEIVED + 2 * MINUTE)
    back = RECEIVED + 5 * GRACE
    connects(back)
    boots(back + MINUTE)
    connects(back + GRACE)
    assert (machines.failed, find_session(SESSION).readiness) == ([], "OPEN")
    connects(back + GRACE + 2 * MINUTE)
    assert machines.failed == [("token", "Lost")]


def test_a_connection_that_is_told_again_is_over_all_the_same(machines):
    """Its queue brings an event twice; the link that it tells of was lost meanwhile."""
    deliver(payload(0, "Started", wh=1000))
    boots(RECEIVED + MINUTE)
    disconnects(RECEIVED + 3 * MINUTE)
    connects(RECEIVED + MINUTE)
    boots(RECEIVED + MINUTE)
    connects(RECEIVED + 5 * GRACE)
    assert find_session(SESSION).readiness == "OPEN"


def test_an_hour_of_silence_counts_to_its_end(machines):
    deliver(payload(0, "Started", wh=1000))
    wait_with("token", "end")
    disconnects(RECEIVED)
    boots(RECEIVED + MINUTE)
    disconnects(RECEIVED + 2 * MINUTE + GRACE)
    assert machines.failed == [("token", "Lost")]


def test_a_disconnection_that_is_told_late_interrupts_nothing(machines):
    deliver(payload(0, "Started", wh=1000))
    boots(RECEIVED + 2 * MINUTE)
    disconnects(RECEIVED + MINUTE)
    connects(RECEIVED + 3 * MINUTE + GRACE)
    assert find_session(SESSION).readiness == "COMPLETE"


def test_a_transaction_that_goes_on_by_the_station_s_word_is_not_given_up(machines):
    deliver(payload(0, "Started", wh=1000))
    boots(RECEIVED + MINUTE)
    answers(RECEIVED + 2 * MINUTE, ongoing=True, in_queue=False)
    connects(RECEIVED + 2 * GRACE)
    assert find_session(SESSION).readiness == "OPEN"


def test_a_connection_alone_is_no_sign():
    deliver(payload(0, "Started", wh=1000))
    connects(RECEIVED + MINUTE)
    connects(RECEIVED + 2 * GRACE)
    connects(RECEIVED + 4 * GRACE)
    assert find_session(SESSION).readiness == "OPEN"


def test_a_power_loss_may_be_resumed_and_only_the_station_knows(machines):
    started, one, *_ = whole_transaction()
    deliver(started, one, payload(2, "Ended", wh=2000, info_stoppedReason="PowerLoss"))
    assert (find_session(SESSION).readiness, asked()) == ("INCOMPLETE", ["tx-1"])
    wait_with("token")
    answers(RECEIVED + MINUTE, ongoing=True, in_queue=False)
    assert machines.completed == []
    resumed = payload(3, wh=2000, triggerReason="TxResumed")
    deliver(resumed, received=RECEIVED + 2 * MINUTE)
    assert find_session(SESSION).state == "ACTIVE"
    deliver(payload(4, "Ended", wh=2500), received=RECEIVED + 3 * MINUTE)
    assert machines.completed == [("token", {})]
    assert facts()["session"]["energy_wh"] == "1500"


def test_an_end_after_a_transaction_went_on_is_told_as_the_one_before(outbox):
    started, one, *_ = whole_transaction()
    deliver(started, one, payload(2, "Ended", wh=2000, info_stoppedReason="PowerLoss"))
    deliver(payload(3, wh=2000, triggerReason="TxResumed"), received=RECEIVED + 2 * MINUTE)
    ended = payload(4, "Ended", wh=2500)
    deliver(ended, received=RECEIVED + 3 * MINUTE)
    deliver(ended, received=RECEIVED + 4 * MINUTE)
    ends = sorted(data["ended_at"] for name, data in outbox() if name == "SessionEnded")
    assert ends == [at(2), at(4)]
    conforms(outbox())


def test_a_power_loss_that_is_not_resumed_is_billed(machines):
    deliver(whole_transaction()[0], payload(1, "Ended", wh=2000, info_stoppedReason="PowerLoss"))
    wait_with("token")
    answers(RECEIVED + MINUTE, ongoing=False, in_queue=False)
    assert machines.completed == [("token", {})]


@pytest.mark.parametrize("running", [False, True])
def test_a_station_that_refuses_to_say_is_waited_for_no_longer(machines, running):
    events = whole_transaction()
    deliver(*(events[:-1] if running else events[-1:]))
    wait_with("token")
    call_id = status_call_id(SESSION, "any")
    station_tells("CallFinished", RECEIVED + MINUTE, call_id=call_id, action="x", outcome="Error")
    assert machines.completed == ([] if running else [("token", {})])


@pytest.mark.parametrize("call_id", ["0d8c6d0c-52a6-4a3a-9a53-6a1d1c1f9a10", "x.y", "ä.b", ""])
def test_a_refused_call_of_somebody_else_is_passed_over(call_id):
    station_tells("CallFinished", RECEIVED, call_id=call_id, action="x", outcome="Error")
    assert session_of_call(call_id) is None


def test_a_refused_call_about_a_session_that_is_not_there_is_passed_over():
    station_tells(
        "CallFinished", RECEIVED, call_id=status_call_id(SESSION, "x"), action="x", outcome="Error"
    )
    assert SessionItem.count() == 0


def test_a_call_names_its_session():
    assert session_of_call(status_call_id(SESSION, "x")) == SESSION
    assert status_call_id(SESSION, "x") != status_call_id(SESSION, "y")


def test_an_answer_about_a_transaction_that_never_told_of_itself_makes_no_session():
    answers(RECEIVED, ongoing=False, in_queue=False, transaction="tx-9")
    assert SessionItem.count() == 0


def test_a_settled_session_is_not_asked_for():
    deliver(whole_transaction()[-1])
    settle_session(SESSION, BILL | {"energy_wh": "0"}, [], RECEIVED)
    asked()
    deliver(payload(2, wh=1500))
    connects(RECEIVED + MINUTE)
    assert asked() == []


def test_what_never_heard_of_the_question_is_not_asked():
    """Stations of 1.6 number nothing; an id longer than the standard's fits no question."""
    long = "x" * 37
    unnumbered = record(payload(0, "Started", wh=1000))
    unnumbered["dynamodb"]["NewImage"]["is_numbered"] = {"BOOL": False}
    on_ledger.handler({"Records": [unnumbered]}, None)
    deliver(payload(0, "Started", wh=1000, transaction=long))
    connects(RECEIVED + MINUTE)
    assert asked() == []


def says_in_1_6(*payloads, received=RECEIVED):
    records = [record(body, received=received) for body in payloads]
    for known in records:
        known["dynamodb"]["NewImage"]["is_numbered"] = {"BOOL": False}
    on_ledger.handler({"Records": records}, None)


def test_an_end_that_lacks_its_start_waits_an_hour_where_nobody_can_be_asked(machines):
    """A station of 1.6; four days would be the wait of the machine."""
    says_in_1_6(whole_transaction()[-1])
    wait_with("token")
    assert find_session(SESSION).readiness == "INCOMPLETE"
    connects(RECEIVED + MINUTE)
    connects(RECEIVED + GRACE)
    assert machines.completed == []
    connects(RECEIVED + 2 * MINUTE + GRACE)
    assert (machines.completed, asked()) == ([("token", {})], [])
    known = facts()["session"]
    assert (known["stopped_reason"], known["energy_wh"]) == ("EVDisconnected", "0")
    assert "lost" not in known["flags"]
    assert {"started_missing", "begin_missing"} <= set(known["flags"])


def test_what_comes_within_the_hour_is_billed(machines):
    started, *_, ended = whole_transaction()
    says_in_1_6(ended)
    wait_with("token")
    connects(RECEIVED + MINUTE)
    says_in_1_6(started, received=RECEIVED + 2 * MINUTE)
    assert machines.completed == [("token", {})]
    assert facts()["session"]["energy_wh"] == "2000"


def test_a_station_that_can_be_asked_is_waited_for(machines):
    deliver(whole_transaction()[-1])
    wait_with("token")
    connects(RECEIVED + MINUTE)
    boots(RECEIVED + 2 * MINUTE)
    boots(RECEIVED + 2 * GRACE)
    connects(RECEIVED + 4 * GRACE)
    assert (machines.completed, find_session(SESSION).readiness) == ([], "INCOMPLETE")


def test_a_running_transaction_of_1_6_is_no_more_given_up_than_any(machines):
    says_in_1_6(*whole_transaction()[:-1])
    wait_with("token", "end")
    connects(RECEIVED + MINUTE)
    connects(RECEIVED + 2 * GRACE)
    assert (machines.failed, find_session(SESSION).readiness) == ([], "OPEN")


def test_a_visit_of_1_6_asks_its_station_for_nothing():
    """Neither how its transaction stands nor that it shows what that costs."""
    started, *middle, ended = whole_transaction()
    says_in_1_6(ended)
    says_in_1_6(started)
    for minute, body in enumerate(middle):
        says_in_1_6(body, received=RECEIVED + 10 * minute * MINUTE)
        connects(RECEIVED + 10 * minute * MINUTE)
        boots(RECEIVED + 10 * minute * MINUTE)
    says_in_1_6(payload(0, "Started", transaction="tx-2", minute=9, evse={"id": 2}))
    assert asked() == []


def test_a_power_loss_of_a_station_that_does_not_resume_is_billed_at_once():
    bodies = whole_transaction()[0], payload(1, "Ended", wh=2000, info_stoppedReason="PowerLoss")
    records = [record(body) for body in bodies]
    for known in records:
        known["dynamodb"]["NewImage"]["is_numbered"] = {"BOOL": False}
    on_ledger.handler({"Records": records}, None)
    assert (find_session(SESSION).readiness, asked()) == ("COMPLETE", [])


def test_what_was_given_up_is_open_again_when_it_is_heard_of(machines):
    deliver(payload(0, "Started", wh=1000))
    boots(RECEIVED + MINUTE)
    connects(RECEIVED + 2 * MINUTE + GRACE)
    assert find_session(SESSION).session.closing == (at(0), "Lost")
    deliver(payload(1, wh=1100), received=RECEIVED + 2 * GRACE)
    assert find_session(SESSION).session.closing is None
