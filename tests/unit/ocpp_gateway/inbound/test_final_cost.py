"""A station that shows costs is told the final cost in the answer to its end (I03, R-TX-14)."""

import json
import time
from datetime import UTC, datetime

import pytest

from ocpp_gateway import quote_cost
from ocpp_gateway.records import put_record
from tests.unit.ocpp_gateway.inbound.speaking import event, id_token, ledger, result, save_token

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ENDED = event("Ended", 3)
# How long a client waits that was given no budget; ours ends after 2 s.
BOTO_PATIENCE_S = 8


@pytest.fixture
def asked(monkeypatch):
    """What sessions was asked; it answers what `asked.answer` is, or raises it."""

    class Asked(list):
        answer: object = {"total_incl_vat": "12.34"}

    asked = Asked()

    def invoke(function, given, *, budget_s):
        asked.append((function, json.loads(json.dumps(given)), budget_s))
        if isinstance(asked.answer, Exception):
            raise asked.answer
        return asked.answer

    monkeypatch.setattr(quote_cost, "invoke", invoke)
    return asked


def shows(value="true", **more):
    content = {"attributes": [{"type": "Actual", "value": value} | more]}
    put_record("CP1", "variable", "TariffCostCtrlr/Enabled[Cost]", content, NOW)


def test_the_end_is_answered_with_the_cost(station, asked):
    shows()
    assert result("TransactionEvent", ENDED) == {"totalCost": 12.34}
    (item,) = ledger()
    assert (json.loads(item.answer), item.shows_costs) == ({"totalCost": 12.34}, True)
    ((function, given, budget_s),) = asked
    assert (function, budget_s) == ("quote-transaction", 2)
    assert json.loads(given["entry"]["payload"]["S"]) == ENDED
    assert given["entry"]["event"]["S"] == item.event


def test_with_a_token_the_answer_holds_both(station, asked):
    shows()
    save_token()
    answer = result("TransactionEvent", event("Ended", 3, idToken=id_token()))
    assert (answer["totalCost"], answer["idTokenInfo"]["status"]) == (12.34, "Accepted")


def test_a_replay_gets_the_cost_it_was_told(station, asked):
    shows()
    result("TransactionEvent", ENDED)
    asked.answer = {"total_incl_vat": "99.00"}
    assert result("TransactionEvent", ENDED, "m2") == {"totalCost": 12.34}


def test_free_is_told_and_unknown_is_not(station, asked):
    shows()
    asked.answer = {"total_incl_vat": "0.00"}
    assert result("TransactionEvent", ENDED) == {"totalCost": 0.0}
    asked.answer = {}
    assert result("TransactionEvent", event("Ended", 4)) == {}


@pytest.mark.parametrize("fault", [TimeoutError(), KeyError("x"), RuntimeError("Failed")])
def test_a_fault_costs_the_cost_and_not_the_event(station, asked, fault):
    shows()
    asked.answer = fault
    assert result("TransactionEvent", ENDED) == {}
    assert len(ledger()) == 1


def test_a_function_that_hangs_holds_the_answer_no_longer_than_its_budget(station, monkeypatch):
    import socket

    from corridor_aws.clients import client

    shows()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", f"http://127.0.0.1:{silent.getsockname()[1]}")
        client.cache_clear()
        began = time.monotonic()
        assert result("TransactionEvent", ENDED) == {}
        assert time.monotonic() - began < BOTO_PATIENCE_S
    client.cache_clear()
    assert len(ledger()) == 1


@pytest.mark.parametrize("value", ["false", "", None])
def test_a_station_that_shows_no_costs_costs_nobody_a_question(station, asked, value):
    if value is not None:
        shows(value)
    assert result("TransactionEvent", ENDED) == {}
    assert asked == []
    (item,) = ledger()
    assert item.shows_costs is None


def test_another_attribute_is_not_the_actual_one(station, asked):
    shows(type="Target")
    assert result("TransactionEvent", ENDED) == {}


@pytest.mark.parametrize("payload", [ENDED | {"offline": True}, event("Updated", 1), event()])
def test_only_an_end_that_happens_now_is_asked_for(station, asked, payload):
    shows()
    assert result("TransactionEvent", payload) == {}
    assert asked == []


def test_an_event_with_a_token_tells_sessions_that_costs_are_shown(station, asked):
    shows()
    save_token()
    result("TransactionEvent", event(idToken=id_token()))
    result("TransactionEvent", event("Ended", 3, idToken=id_token(), offline=True))
    assert [item.shows_costs for item in ledger()] == [True, True]
    assert asked == []


@pytest.mark.parametrize(("token", "budget"), [({}, 2), ({"idToken": id_token()}, 2)])
def test_the_end_costs_two_round_trips(station, trips, token, budget):
    save_token()
    result("TransactionEvent", event())
    trips.clear()
    result("TransactionEvent", event("Ended", 1, **token))
    assert trips.total() == budget, dict(trips.made)
