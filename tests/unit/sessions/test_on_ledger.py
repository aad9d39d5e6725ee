"""From the ledger's stream to sessions: nothing lost, nothing twice, poison aside."""

import jsonschema_rs
import orjson
import pytest

from corridor_aws.clients import client
from corridor_kernel.identifiers import session_id
from sessions import change_session as changing
from sessions import record_events as recording
from sessions.domain.progress import Readiness
from sessions.find_session import find_session
from sessions.handlers.on_ledger import handler
from sessions.read_events import read_events
from sessions.tables import SessionItem
from tests.services import ROOT
from tests.transactions import STATION, TRANSACTION, payload, record, whole_transaction

SESSION = session_id(STATION, TRANSACTION)
pytestmark = pytest.mark.usefixtures("aws", "machines")


def deliver(*payloads):
    handler({"Records": [record(body) for body in payloads]}, None)


def parked():
    answer = client("sqs").receive_message(
        QueueUrl="https://sqs.eu-central-1.amazonaws.com/123456789012/dead-letters",
        MaxNumberOfMessages=10,
    )
    return [orjson.loads(message["Body"]) for message in answer.get("Messages", [])]


def wait_with(token, phase="end"):
    """What the state machine's own write does."""
    SessionItem(SESSION).update(
        [
            SessionItem.wait_token.set(token),
            SessionItem.wait_phase.set(phase),
            SessionItem.version.add(1),
        ]
    )


def test_a_transaction_becomes_a_session(outbox):
    deliver(*whole_transaction())
    item = find_session(SESSION)
    assert (item.state, item.readiness) == ("COMPLETED", Readiness.COMPLETE)
    assert item.token_key == "04af"
    assert item.started == f"2026-11-22T10:00:00.000Z#{SESSION}"
    assert [event.seq_no for event in read_events(SESSION)] == [0, 1, 2, 3, 4]
    assert sorted(name for name, _ in outbox()) == ["SessionEnded", "SessionStarted"]


def test_each_change_is_told_once_and_as_its_schema_says(outbox):
    bodies = whole_transaction()
    for body in [*bodies, *bodies]:
        deliver(body)
    told = outbox()
    names = [name for name, _ in told]
    assert names.count("SessionStarted") == names.count("SessionEnded") == 1
    assert names.count("SessionUpdated") == 4
    for name, data in told:
        schema = orjson.loads((ROOT / f"functions/sessions/events/{name}.v1.json").read_bytes())
        jsonschema_rs.validate(schema["properties"]["data"], data)


def test_a_sample_that_changes_no_state_is_not_told(outbox):
    deliver(payload(0, "Started", wh=1, state="Charging"))
    before = len(outbox())
    deliver(payload(1, wh=2), payload(2, wh=3, state="Charging"))
    assert len(outbox()) == before


def test_any_arrival_leaves_the_same_session():
    bodies = whole_transaction()
    deliver(*bodies)
    straight = find_session(SESSION).session
    SessionItem(SESSION).delete()
    for body in (bodies[4], bodies[2], bodies[2], bodies[0], bodies[3], bodies[1]):
        deliver(body)
    assert find_session(SESSION).session == straight


def test_an_item_that_is_no_event_is_passed_over():
    authorization = record(payload(0))
    del authorization["dynamodb"]["NewImage"]["payload"]
    handler({"Records": [authorization]}, None)
    assert SessionItem.count() == 0
    assert parked() == []


@pytest.mark.parametrize("text", ["not json", "[]", '"x"'])
def test_poison_is_parked_and_the_rest_goes_on(text):
    poison = record(payload(1), text=text)
    handler({"Records": [record(payload(0, "Started")), poison, record(payload(2, "Ended"))]}, None)
    assert [event.seq_no for event in read_events(SESSION)] == [0, 2]
    assert find_session(SESSION).state == "COMPLETED"
    (message,) = parked()
    assert message["record"] == poison


def test_an_event_that_breaks_the_schema_is_folded_and_flagged():
    body = payload(1, wh=1500) | {"unknown": True}
    handler(
        {"Records": [record(payload(0, "Started", wh=1000)), record(body, violation="x")]}, None
    )
    session = find_session(SESSION).session
    assert session.flags == ("schema_violation",)
    assert session.energy_wh == 500


def test_an_event_that_cannot_be_folded_is_parked_alone(monkeypatch):
    real = recording.fold

    def fold(session, event):
        if event.seq_no == 1:
            raise ValueError("poison")
        return real(session, event)

    monkeypatch.setattr(recording, "fold", fold)
    deliver(payload(0, "Started"), payload(1), payload(2, "Ended"), payload(0, transaction="tx-2"))
    session = find_session(SESSION).session
    assert session.seq_nos == ((0, 0), (2, 2))
    assert find_session(session_id(STATION, "tx-2")).session.seq_nos == ((0, 0),)
    assert [message["error"] for message in parked()] == ["ValueError('poison')"]


def test_the_machine_is_started_once_under_the_name_of_the_session(machines):
    deliver(payload(0, "Started"))
    deliver(payload(1))
    assert machines.started == {SESSION: {"session_id": SESSION, "attempt": 1}}


def test_a_crash_before_the_start_is_made_good_when_the_batch_comes_again(machines):
    machines.trouble = True
    with pytest.raises(Exception, match="ThrottlingException"):
        deliver(payload(0, "Started"))
    assert find_session(SESSION).session.started
    machines.trouble = False
    deliver(payload(0, "Started"))
    assert list(machines.started) == [SESSION]
    assert parked() == []


def test_the_end_completes_the_waiting_token(machines):
    *running, ended = whole_transaction()
    deliver(*running)
    wait_with("token")
    deliver(payload(3, wh=2400))
    assert machines.completed == []
    deliver(ended)
    assert machines.completed == [("token", {})]


def test_a_crash_before_the_completion_is_made_good_too(machines, monkeypatch):
    *running, ended = whole_transaction()
    deliver(*running)
    wait_with("token")
    with monkeypatch.context() as broken:
        broken.setattr(recording, "advance_session", lambda item: 1 / 0)
        deliver(ended)
    assert machines.completed == []
    deliver(ended)
    assert machines.completed == [("token", {})]


def test_an_incomplete_end_ends_the_first_wait_and_the_rest_the_second(machines):
    started, *_, ended = whole_transaction()
    deliver(payload(1, wh=1500))
    wait_with("first")
    deliver(ended)
    assert machines.failed == [("first", "Incomplete")]
    wait_with("second", "rest")
    deliver(payload(2, wh=2000))
    assert (machines.completed, machines.failed) == ([], [("first", "Incomplete")])
    deliver(started)
    assert machines.completed == [("second", {})]


def test_a_save_that_lost_against_the_token_sees_it(machines, monkeypatch):
    """The machine stores its token between the fold's read and its write."""
    *running, ended = whole_transaction()
    deliver(*running)
    real, raced = changing.save_session, []

    def save(item, told):
        if not raced:
            raced.append(True)
            wait_with("token")
        real(item, told)

    monkeypatch.setattr(changing, "save_session", save)
    deliver(ended)
    item = find_session(SESSION)
    assert (item.wait_token, item.state) == ("token", "COMPLETED")
    assert machines.completed == [("token", {})]


def test_a_sample_does_not_overwrite_the_token(monkeypatch):
    """A save that tells of nothing is no transaction, and just as careful."""
    deliver(payload(0, "Started", wh=1))
    real, raced = changing.save_session, []

    def save(item, told):
        if not raced:
            raced.append(True)
            wait_with("token")
        real(item, told)

    monkeypatch.setattr(changing, "save_session", save)
    deliver(payload(1, wh=2))
    item = find_session(SESSION)
    assert (item.wait_token, item.session.energy_wh) == ("token", 1)


def test_trouble_of_aws_brings_the_batch_again_and_parks_nothing(monkeypatch):
    def save(item, told):
        client("sqs").get_queue_url(QueueName="there-is-none")

    monkeypatch.setattr(changing, "save_session", save)
    with pytest.raises(Exception, match="NonExistentQueue"):
        deliver(payload(0, "Started"))
    assert parked() == []


def test_an_empty_id_token_is_in_no_index():
    deliver(payload(0, "Started", idToken={"idToken": "", "type": "NoAuthorization"}))
    assert find_session(SESSION).token_key is None
