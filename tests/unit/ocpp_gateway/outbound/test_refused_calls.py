"""A call that must not be sent ends as Invalid at once, is told, and goes nowhere."""

import pytest

from ocpp_gateway import enqueue_call as enqueue_call_module
from ocpp_gateway.domain.calls import CallRequest
from ocpp_gateway.enqueue_call import enqueue_call
from tests.unit.ocpp_gateway.inbound.speaking import Crash, crash
from tests.unit.ocpp_gateway.outbound.conftest import NOW, ask, call, ending, out

LARGE = {"vendorId": "org.example", "data": "x" * 131_072}


@pytest.mark.parametrize(
    ("action", "changes", "words"),
    [
        ("MakeCoffee", {}, "MakeCoffee"),
        ("Reset", {}, "required"),
        ("Reset", {"payload": {"type": "Immediate", "evseId": 9}}, "no EVSE 9"),
        ("ClearCache", {"timeout_s": 0}, "timeout_s"),
        ("ClearCache", {"timeout_s": 901}, "timeout_s"),
        ("DataTransfer", {"payload": LARGE}, "131072"),
    ],
)
def test_a_faulty_call_ends_as_invalid(station, air, outbox, action, changes, words):
    ask("c1", action, **changes)
    assert (ending(), air.sent, out()) == ("Invalid", [], None)
    assert words in call().error_description
    assert [(name, data["outcome"]) for name, data in outbox()] == [("CallFinished", "Invalid")]


def test_a_call_to_a_stranger_ends_as_invalid(station, air):
    enqueue_call(CallRequest("CS9", "c1", "ClearCache", {}, 45), "1", NOW, NOW)
    assert "CS9" in find("CS9").error_description


def test_a_faulty_call_that_comes_again_is_told_once(station, air, outbox):
    ask("c1", "MakeCoffee")
    ask("c1", "MakeCoffee")
    assert len(outbox()) == 1


def test_a_call_that_is_out_is_not_refused_afterwards(station, air, outbox):
    ask("c1")
    ask("c1", "MakeCoffee")
    assert (call().state, call().action, outbox()) == ("Sent", "ClearCache", [])


def test_a_call_that_is_recorded_goes_out_though_it_would_be_refused_now(station, air, monkeypatch):
    """The first run died before it was sent, and nobody else would ever send it."""
    with monkeypatch.context() as dying:
        dying.setattr(enqueue_call_module, "pump_calls", crash)
        with pytest.raises(Crash):
            ask("c1")
    monkeypatch.setattr(enqueue_call_module, "check_call", lambda *_: "too late")
    ask("c1")
    assert (air.sent, call().state) == (["c1"], "Sent")


def find(station_id):
    from ocpp_gateway.call_items import find_call

    return find_call(station_id, "c1")
