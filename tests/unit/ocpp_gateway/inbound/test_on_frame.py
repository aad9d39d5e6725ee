"""Frames: what is no OCPP, what nobody knows, what fails (R-RPC-4..9, 12; R-OUT-1)."""

import json
import logging
import os
import subprocess
import sys

import pytest

from tests.unit.ocpp_gateway.inbound.speaking import (
    call,
    error,
    event,
    facts,
    id_token,
    ledger,
    parked,
    result,
    save_token,
    say,
)

STATUS = {"timestamp": "x", "connectorStatus": "Available", "evseId": 1, "connectorId": 1}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("not json", ["-1", "RpcFrameworkError"]),
        ("", ["-1", "RpcFrameworkError"]),
        ('{"a":1}', ["-1", "RpcFrameworkError"]),
        ("[]", ["-1", "RpcFrameworkError"]),
        ('[2,7,"Heartbeat",{}]', ["-1", "RpcFrameworkError"]),
        ('[2,"m1","Heartbeat"]', ["m1", "RpcFrameworkError"]),
        ('[7,"m1","Heartbeat",{}]', ["m1", "MessageTypeNotSupported"]),
        ('[2,"m1","heartbeat",{}]', ["m1", "NotImplemented"]),
        ('[2,"m1","Heartbeat",{"a":1}]', ["m1", "FormatViolation"]),
        ('[2,"m1","StatusNotification",{}]', ["m1", "OccurrenceConstraintViolation"]),
        ("[" * 5000, ["-1", "RpcFrameworkError"]),
    ],
)
def test_a_bad_frame_gets_its_call_error(station, text, answer):
    assert json.loads(say(text))[:3] == [4, *answer]


@pytest.mark.parametrize("text", ['[3,"m1",[]]', '[4,"m1",3,"",{}]', '[3,"nobody asked",{}]'])
def test_an_answer_that_nobody_waits_for_gets_silence(station, text):
    assert say(text) is None


def test_an_answer_is_handed_over_with_who_gave_it(station, monkeypatch):
    from corridor_kernel.ocpp.frames import CallResult
    from ocpp_gateway import receive_answer

    taken = []
    monkeypatch.setattr(receive_answer, "receive_answer", lambda *given: taken.append(given))
    assert say('[3,"c1",{"status":"Accepted"}]') is None
    assert taken[0][:2] == ("CP1", CallResult("c1", {"status": "Accepted"}))


def test_an_answer_that_cannot_be_taken_raises_nothing(station, monkeypatch, caplog):
    from ocpp_gateway import receive_answer

    def fail(*_):
        raise RuntimeError("boom")

    monkeypatch.setattr(receive_answer, "receive_answer", fail)
    assert say('[3,"c1",{}]') is None
    assert "answer not taken" in caplog.text


LATER = ("results", "ocpp16.", "pump_calls", "local_lists", "domain.rules", "domain.provisioning")


def test_the_first_frame_waits_for_nothing_that_few_frames_need():
    """A cold start keeps a station waiting: what sends CALLs, and 1.6, is loaded later."""
    script = "import sys, ocpp_gateway.handlers.on_frame; print(*sys.modules)"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        [sys.executable, "-c", script], check=True, env=environment, capture_output=True, text=True
    )
    loaded = [name.removeprefix("ocpp_gateway.") for name in run.stdout.split()]
    assert "actions.heartbeat" in loaded
    assert [name for name in loaded if name.startswith(LATER)] == []


def test_the_table_of_contents_is_complete():
    from corridor_kernel.ocpp.schemas import has_schema
    from ocpp_gateway.domain.subprotocols import SUPPORTED
    from ocpp_gateway.routes import ROUTES

    assert set(ROUTES) == set(SUPPORTED)
    routes = ROUTES["ocpp2.0.1"]
    assert len(routes) == 25
    for action, route in routes.items():
        assert route.request == f"{action}Request"
        assert has_schema(route.request, "ocpp2.0.1")
        assert has_schema(route.response, "ocpp2.0.1")


def test_a_fault_of_ours_is_an_internal_error(station, monkeypatch):
    from ocpp_gateway import answer_call

    def fail(*_):
        raise RuntimeError("boom")

    monkeypatch.setattr(answer_call, "find_violation", fail)
    assert error("Heartbeat", {}) == "InternalError"


def test_an_answer_that_breaks_its_schema_is_not_sent(station):
    save_token(language="far-too-long-a-tag")
    assert error("Authorize", {"idToken": id_token()}) == "InternalError"


@pytest.fixture
def closed(monkeypatch):
    """The sockets that were closed at once."""
    from ocpp_gateway import connections

    sockets: list[str] = []
    monkeypatch.setattr(connections, "close", sockets.append)
    return sockets


METER = {"evseId": 1, "meterValue": [{"timestamp": "x", "sampledValue": [{"value": 1}]}]}
SECURITY = {"type": "SettingSystemTime", "timestamp": "x"}


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("TransactionEvent", event()),
        ("TransactionEvent", event(idToken=id_token())),
        ("MeterValues", METER),
        ("NotifyEvent", {"generatedAt": "x", "seqNo": 0, "eventData": []}),
        ("SecurityEventNotification", SECURITY),
    ],
)
def test_what_must_not_be_lost_closes_the_socket_when_aws_fails(
    station, broken, closed, action, payload
):
    """An InternalError would be counted, and in the end the message discarded."""
    broken("PutItem", "TransactWriteItems", "BatchGetItem")
    assert call(action, payload) is None
    assert closed == ["S0CK3T="]


def test_it_closes_too_when_the_station_cannot_be_read(station, broken, closed):
    broken("GetItem")
    assert call("TransactionEvent", event(), standing="Unbooted") is None
    assert closed == ["S0CK3T="]


def test_a_socket_that_cannot_be_closed_gets_silence_too(station, broken, monkeypatch):
    from ocpp_gateway import connections

    def fail(_):
        raise ConnectionError("down")

    monkeypatch.setattr(connections, "close", fail)
    broken("PutItem")
    assert call("TransactionEvent", event()) is None


def test_what_dynamodb_will_never_take_does_not_close_the_socket_for_ever(station, broken, closed):
    broken("PutItem", code="ValidationException")
    assert result("TransactionEvent", event()) == {}
    assert closed == []
    (kept,) = parked()
    assert kept["record"]["call"]["payload"] == event()
    assert kept["record"]["connection"]["station_id"] == "CP1"


def test_what_cannot_even_be_parked_stays_with_the_station(station, closed, monkeypatch):
    from ocpp_gateway import answer_call

    monkeypatch.setattr(answer_call, "_checked", lambda *_: 1 / 0)
    monkeypatch.setattr(answer_call, "park", lambda *_: 1 / 0)
    assert call("TransactionEvent", event()) is None
    assert closed == ["S0CK3T="]


def test_other_messages_get_an_internal_error_when_aws_fails(station, broken, closed):
    broken("GetItem", "TransactWriteItems")
    status = STATUS | {"timestamp": "2026-11-22T12:00:00Z"}
    assert error("Authorize", {"idToken": id_token()}) == "InternalError"
    assert error("StatusNotification", status) == "InternalError"
    assert closed == []


@pytest.mark.parametrize(
    ("action", "payload", "violation"),
    [
        ("MeterValues", METER, "FormatViolation: meterValue/0/timestamp"),
        ("NotifyEvent", {"eventData": [{"component": 7}]}, "OccurrenceConstraintViolation"),
        ("SecurityEventNotification", SECURITY, "FormatViolation: timestamp"),
    ],
)
def test_what_breaks_its_schema_is_kept_flagged_and_answered(station, action, payload, violation):
    assert result(action, payload) == {}
    (fact,) = facts()
    assert json.loads(fact.payload) == payload
    assert violation in fact.violation


def test_an_event_that_breaks_its_schema_is_kept_flagged_and_answered(station, outbox):
    sampled = {"value": 21.5, "measurand": "Temperature", "unknownField": 1}
    payload = event(meterValue=[{"timestamp": "2026-11-22T12:00:00Z", "sampledValue": [sampled]}])
    assert result("TransactionEvent", payload) == {}
    (item,) = ledger()
    assert json.loads(item.payload) == payload
    assert "Violation: meterValue/0/sampledValue/0" in item.violation


@pytest.mark.parametrize(
    "change",
    [
        {"transactionInfo": {}},
        {"transactionInfo": "T1"},
        {"transactionInfo": {"transactionId": ""}},
        {"transactionInfo": {"transactionId": True}},
        {"transactionInfo": {"transactionId": ["T1"]}},
        {"seqNo": "one"},
        {"seqNo": True},
        {"seqNo": None},
    ],
)
def test_an_event_without_a_place_in_the_ledger_is_refused(station, change):
    assert error("TransactionEvent", event() | change) == "OccurrenceConstraintViolation"
    assert ledger() == []


def test_a_transaction_id_that_no_key_can_hold_is_refused(station):
    payload = event(transactionInfo={"transactionId": "T" * 3000})
    assert error("TransactionEvent", payload) == "PropertyConstraintViolation"


def test_a_pin_code_reaches_no_log(station, monkeypatch, caplog):
    from ocpp_gateway import answer_call

    caplog.set_level(logging.INFO)
    secret = id_token("PIN4711", "KeyCode")
    assert result("Authorize", {"idToken": secret})
    assert result("TransactionEvent", event(idToken=secret | {"x": 1}))
    monkeypatch.setattr(answer_call, "_checked", lambda *_: 1 / 0)
    assert error("Authorize", {"idToken": secret}) == "InternalError"
    assert "call failed" in caplog.text
    logged = [str(vars(record)) for record in caplog.records]
    assert "PIN4711" not in caplog.text + "".join(logged)
