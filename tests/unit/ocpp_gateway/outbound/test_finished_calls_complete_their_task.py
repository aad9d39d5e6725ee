"""The call table's stream completes task tokens and pumps, whatever crashed before."""

import pytest

from corridor_aws import workflows
from corridor_kernel.ocpp.frames import CallError, CallResult
from ocpp_gateway import receive_answer as receive_answer_module
from ocpp_gateway.complete_call import complete_call
from ocpp_gateway.receive_answer import receive_answer
from tests.unit.ocpp_gateway.outbound.conftest import NOW, ask, call


@pytest.fixture
def completed(monkeypatch):
    completed = []
    monkeypatch.setattr(workflows, "complete", lambda *what: completed.append(("ok", *what)))
    monkeypatch.setattr(workflows, "fail", lambda *what: completed.append(("failed", *what)))
    return completed


def test_a_result_completes_the_task(station, air, completed):
    ask("c1", task_token="token")
    receive_answer("CS1", CallResult("c1", {"status": "Accepted"}), NOW)
    complete_call(call(), NOW)
    output = {"call_id": "c1", "outcome": "Result", "response": {"status": "Accepted"}}
    assert completed == [("ok", "token", output)]


def test_an_error_fails_the_task(station, air, completed):
    ask("c1", task_token="token")
    receive_answer("CS1", CallError("c1", "NotSupported", "no cache"), NOW)
    complete_call(call(), NOW)
    assert completed == [("failed", "token", "CallError", "ClearCache: NotSupported: no cache")]


def test_an_endless_error_fails_the_task_all_the_same(station, air, completed):
    """Step Functions refuses a cause of more than 32768 characters, and the task would hang."""
    ask("c1", task_token="token")
    receive_answer("CS1", CallError("c1", "X" * 60_000, "y" * 60_000), NOW)
    complete_call(call(), NOW)
    ((*_, cause),) = completed
    assert cause == f"ClearCache: {'X' * 50}: {'y' * 255}"


@pytest.mark.parametrize(
    ("outcome", "error"),
    [
        ("Timeout", "CallTimeout"),
        ("Offline", "StationOffline"),
        ("Disconnected", "StationDisconnected"),
        ("Invalid", "CallInvalid"),
    ],
)
def test_every_other_outcome_fails_the_task_by_its_name(station, air, completed, outcome, error):
    ask("c1", task_token="token")
    finished = call()
    finished.outcome = outcome
    complete_call(finished, NOW)
    assert [what[:3] for what in completed] == [("failed", "token", error)]


def test_a_call_without_a_token_completes_nothing(station, air, completed):
    ask("c1")
    receive_answer("CS1", CallResult("c1", {"status": "Accepted"}), NOW)
    complete_call(call(), NOW)
    assert completed == []


def test_a_crash_between_an_answer_and_the_next_call_is_made_good(station, air, monkeypatch):
    ask("c1")
    ask("c2")
    monkeypatch.setattr(receive_answer_module, "pump_calls", lambda *_: None)
    receive_answer("CS1", CallResult("c1", {"status": "Accepted"}), NOW)
    assert air.sent == ["c1"]
    complete_call(call(), NOW)
    assert air.sent == ["c1", "c2"]
