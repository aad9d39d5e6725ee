"""complete_call keeps a result before the task goes on: trouble comes again, poison is parked."""

import dataclasses

import pytest
from botocore.exceptions import ClientError

from corridor_aws import workflows
from corridor_kernel.ocpp.frames import CallError, CallResult
from ocpp_gateway import complete_call as module
from ocpp_gateway.complete_call import complete_call
from ocpp_gateway.outbound_routes import OUTBOUND
from ocpp_gateway.receive_answer import receive_answer
from tests.unit.ocpp_gateway.outbound.conftest import NOW, ask, call

RESULT = CallResult("c1", {"status": "Accepted"})


@pytest.fixture
def done(monkeypatch):
    """What was done, in its order: `kept`, `completed`."""
    done = []
    monkeypatch.setattr(workflows, "complete", lambda *_: done.append("completed"))
    monkeypatch.setattr(workflows, "fail", lambda *_: done.append("failed"))
    return done


@pytest.fixture
def keeping(monkeypatch):
    """Lets a use case keep the results of ClearCache."""

    def keeping(keep):
        route = dataclasses.replace(OUTBOUND["ocpp2.0.1"]["ClearCache"], keep=keep)
        monkeypatch.setattr(module, "OUTBOUND", {"ocpp2.0.1": {"ClearCache": route}})

    return keeping


def test_a_result_is_kept_before_its_task_goes_on(station, air, done, keeping):
    kept = []
    keeping(lambda finished: (kept.append(finished), done.append("kept")))
    ask("c1", task_token="token")
    receive_answer("CS1", RESULT, NOW)
    complete_call(call(), NOW)
    assert done == ["kept", "completed"]
    assert (kept[0].action, kept[0].payload, kept[0].response) == ("ClearCache", {}, RESULT.payload)
    assert (kept[0].station_id, kept[0].call_id, kept[0].finished_at) == ("CS1", "c1", NOW)


def test_an_error_brings_nothing_to_keep(station, air, done, keeping):
    keeping(lambda finished: done.append("kept"))
    ask("c1", task_token="token")
    receive_answer("CS1", CallError("c1", "NotSupported"), NOW)
    complete_call(call(), NOW)
    assert done == ["failed"]


def test_trouble_comes_again_and_the_task_waits(station, air, done, keeping):
    def trouble(finished):
        body = {"Error": {"Code": "ThrottlingException", "Message": "slow"}}
        raise ClientError(body, "PutItem")

    keeping(trouble)
    ask("c1", task_token="token")
    receive_answer("CS1", RESULT, NOW)
    with pytest.raises(ClientError):
        complete_call(call(), NOW)
    assert done == []


def test_poison_is_raised_last_and_holds_nobody_up(station, air, done, keeping):
    def poison(finished):
        raise KeyError("status")

    keeping(poison)
    ask("c1", task_token="token")
    ask("c2")
    receive_answer("CS1", RESULT, NOW)
    with pytest.raises(KeyError):
        complete_call(call(), NOW)
    assert done == ["completed"]
    assert air.sent == ["c1", "c2"]


def test_an_answer_that_breaks_its_schema_calls_nobody_out_of_bed(station, air, done, keeping):
    keeping(lambda finished: finished.response["status"])
    ask("c1", task_token="token")
    receive_answer("CS1", CallResult("c1", {"state": "Accepted"}), NOW)
    complete_call(call(), NOW)
    assert done == ["completed"]
    assert call().response == {"state": "Accepted"}
    assert call().violation


def test_an_action_without_a_use_case_keeps_nothing(station, air, done):
    ask("c1", task_token="token")
    receive_answer("CS1", RESULT, NOW)
    complete_call(call(), NOW)
    assert done == ["completed"]
