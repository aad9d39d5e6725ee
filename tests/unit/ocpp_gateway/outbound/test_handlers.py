"""The Lambda entries of the two queues and of the call table's stream."""

from datetime import UTC, datetime

import orjson
import pytest
from pynamodb.exceptions import GetError

from corridor_aws import workflows
from corridor_aws.clients import client
from ocpp_gateway import connections, enqueue_call
from ocpp_gateway.handlers import on_call_finished, on_deadline, send_station_call
from tests.conftest import queue_url
from tests.unit.ocpp_gateway.outbound.conftest import call, ending, out

MESSAGE = {
    "station_id": "CS1",
    "call_id": "c1",
    "action": "ClearCache",
    "payload": {},
    "timeout_s": 45,
    "task_token": "token",
}
SENT = datetime.now(UTC)


@pytest.fixture(autouse=True)
def sent_just_now(monkeypatch):
    """A call that a long test run collected minutes ago would be too old to be sent."""
    monkeypatch.setattr(f"{__name__}.SENT", datetime.now(UTC).replace(microsecond=0))


def queued(*messages):
    """A batch of `station-calls`, as Lambda hands it over."""
    attributes = {
        "SentTimestamp": str(int(SENT.timestamp() * 1000)),
        "SequenceNumber": "18849496460467696128",
    }
    bodies = [message if isinstance(message, str) else dumped(message) for message in messages]
    return {"Records": [{"body": body, "attributes": attributes} for body in bodies]}


def due(message):
    return {"Records": [{"body": dumped(message)}]}


def dumped(message):
    return orjson.dumps(message).decode()


def parked():
    messages = client("sqs").receive_message(QueueUrl=queue_url("dead-letters")).get("Messages", [])
    return [orjson.loads(message["Body"])["error"] for message in messages]


def test_a_message_becomes_a_call(station, air):
    send_station_call.handler(queued(MESSAGE), None)
    assert air.sent == ["c1"]
    assert (call().task_token, call().requested_at, call().timeout_s) == ("token", SENT, 45)


def test_a_call_that_stood_in_the_queue_too_long_is_not_sent(station, air, monkeypatch):
    monkeypatch.setitem(MESSAGE, "timeout_s", 1)
    monkeypatch.setattr(f"{__name__}.SENT", SENT.replace(year=SENT.year - 1))
    send_station_call.handler(queued(MESSAGE), None)
    assert (ending(), air.sent) == ("Timeout", [])


@pytest.mark.parametrize(
    "message",
    [
        "no json",
        {},
        MESSAGE | {"call_id": "x" * 37},
        MESSAGE | {"call_id": ""},
        MESSAGE | {"station_id": None},
        MESSAGE | {"action": 7},
        MESSAGE | {"payload": []},
        MESSAGE | {"timeout_s": "soon"},
    ],
)
def test_what_is_no_request_is_parked(station, air, message):
    send_station_call.handler(queued(message), None)
    assert (len(parked()), air.sent) == (1, [])


def test_trouble_brings_the_message_again(station, air, monkeypatch):
    def fails(station_id):
        raise GetError

    monkeypatch.setattr(enqueue_call, "find_station", fails)
    with pytest.raises(GetError):
        send_station_call.handler(queued(MESSAGE), None)
    assert parked() == []


def test_a_deadline_of_a_call_ends_it(station, air):
    send_station_call.handler(queued(MESSAGE), None)
    ((station_id, call_id, attempt, _),) = air.deadlines
    message = {"station_id": station_id, "call_id": call_id, "attempt": attempt}
    on_deadline.handler(due({"kind": "call_timeout"} | message), None)
    assert (ending(), out()) == ("Timeout", None)


def test_a_deadline_of_a_socket_closes_it(station, air, monkeypatch):
    closed = []
    monkeypatch.setattr(connections, "close", closed.append)
    on_deadline.handler(due({"kind": "close_connection", "connection_id": "abc="}), None)
    assert closed == ["abc="]


def test_a_deadline_of_another_kind_is_parked(station, air):
    on_deadline.handler(due({"kind": "tea_time"}), None)
    assert len(parked()) == 1


def test_a_finished_call_in_the_stream_completes_its_task(station, air, monkeypatch):
    failed = []
    monkeypatch.setattr(workflows, "fail", lambda *what: failed.append(what))
    send_station_call.handler(queued(MESSAGE | {"action": "MakeCoffee"}), None)
    on_call_finished.handler({"Records": [{"dynamodb": {"NewImage": image()}}]}, None)
    assert [what[:2] for what in failed] == [("token", "CallInvalid")]


def image():
    return call().serialize()
