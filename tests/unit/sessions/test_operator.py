"""What operators ask of sessions."""

from datetime import UTC, datetime
from decimal import Decimal

import orjson
import pytest

from corridor_aws import tables
from corridor_aws.clients import client
from corridor_kernel.identifiers import session_id
from corridor_kernel.ocpp.schemas import find_violation
from sessions import retry_settlement as retrying
from sessions.collect_facts import collect_facts
from sessions.handlers import on_ledger
from sessions.handlers.operator import handler
from sessions.mark_unsettled import mark_unsettled
from sessions.settle_session import settle_session
from sessions.tables import SessionItem
from tests.transactions import STATION, TRANSACTION, payload, record, whole_transaction

SESSION = session_id(STATION, TRANSACTION)
TOKEN = {"id_token": "04AF", "type": "ISO14443"}
CALLS = "https://sqs.eu-central-1.amazonaws.com/123456789012/corridor-test-station-calls.fifo"
pytestmark = pytest.mark.usefixtures("aws", "machines")


def ask(operation, **parameters):
    answer = handler({"operation": operation, "parameters": parameters}, None)
    return answer.get("problem") or answer["body"]


def deliver(*payloads, station=STATION):
    on_ledger.handler({"Records": [record(body, station=station) for body in payloads]}, None)


def started(transaction, minute, station=STATION, state=None, token="A"):
    deliver(
        payload(
            0,
            "Started",
            minute=minute,
            transaction=transaction,
            state=state,
            idToken={"idToken": token, "type": "Local"},
        ),
        station=station,
    )


@pytest.fixture
def five(aws, machines):
    """tx-0 … tx-4, the last one newest, in two states, at two stations, by two tokens."""
    for n in range(5):
        state = "Charging" if n % 2 else "EVConnected"
        started(f"tx-{n}", n, station=f"S{n % 2}", state=state, token="aB"[n % 2])


def transactions(**filters):
    return [item["transaction_id"] for item in ask("list_sessions", **filters)["items"]]


def test_a_session_is_shown_with_its_events_and_meter_values():
    deliver(*whole_transaction())
    shown = ask("get_session", session_id=SESSION)
    assert (shown["state"], shown["energy_wh"], shown["stopped_reason"]) == (
        "COMPLETED",
        "2000",
        "EVDisconnected",
    )
    assert [event["event_type"] for event in shown["events"]] == [
        "Started",
        "Updated",
        "Updated",
        "Updated",
        "Ended",
    ]
    registers = [value["register_wh"] for value in shown["meter_values"]]
    assert registers == ["1000", "1500", "2000", "2500", "3000"]


def settle():
    told = collect_facts(SESSION, datetime.now(UTC))
    bill = {"cdr_id": "c", "total_excl_vat": "1.00", "total_incl_vat": "1.19", "currency": "EUR"}
    bill |= {name: told[name] for name in ("ended_at", "registered_wh")}
    settle_session(SESSION, bill, told["flags"], datetime.now(UTC))
    return told["flags"]


@pytest.mark.parametrize("order", [1, -1])
def test_a_station_that_numbers_nothing_is_told_so_and_billed(order):
    """Each event bears seqNo 0: all are kept, by their time, and it shows before the bill too."""
    deliver(*(body | {"seqNo": 0} for body in whole_transaction()[::order]))
    deliver(whole_transaction()[0])
    open_ended = ask("get_session", session_id=SESSION)
    assert open_ended["flags"] == ["conflicting_event"]
    kinds = [event["event_type"] for event in open_ended["events"]]
    assert kinds == ["Started", "Updated", "Updated", "Updated", "Ended"]
    assert (open_ended["state"], open_ended["energy_wh"]) == ("COMPLETED", "2000")
    assert settle() == ["conflicting_event"]
    assert ask("get_session", session_id=SESSION)["flags"] == ["conflicting_event"]
    (listed,) = ask("list_sessions")["items"]
    assert (listed["state"], listed["flags"]) == ("SETTLED", ["conflicting_event"])


def test_money_has_the_decimals_of_its_currency():
    deliver(*whole_transaction())
    settle()
    item = SessionItem.get(SESSION)
    item.update([SessionItem.total_excl_vat.set(Decimal("1.5"))])
    item.update([SessionItem.total_incl_vat.set(Decimal(20))])
    shown = ask("get_session", session_id=SESSION)
    assert (shown["total_excl_vat"], shown["total_incl_vat"]) == ("1.50", "20.00")


def test_a_replay_is_no_conflict():
    deliver(*whole_transaction(), *whole_transaction())
    assert ask("get_session", session_id=SESSION)["flags"] == []


def test_a_negative_number_is_a_number():
    """Sent, read and shown as what it is."""
    deliver(*whole_transaction(first=-3))
    shown = ask("get_session", session_id=SESSION)
    assert [event["seq_no"] for event in shown["events"]] == [-3, -2, -1, 0, 1]
    assert (shown["flags"], shown["energy_wh"], shown["state"]) == ([], "2000", "COMPLETED")


def test_there_may_be_no_such_session():
    assert ask("get_session", session_id="x")["status"] == 404
    assert ask("stop_session", session_id="x")["status"] == 404
    assert ask("get_start", station_id="x", remote_start_id=1)["status"] == 404


@pytest.mark.usefixtures("five")
def test_the_newest_sessions_come_first_whatever_their_state():
    assert transactions() == ["tx-4", "tx-3", "tx-2", "tx-1", "tx-0"]


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"station_id": "S1"}, [3, 1]),
        ({"id_token": "b"}, [3, 1]),
        ({"id_token": "A", "station_id": "S1"}, []),
        ({"state": "ACTIVE"}, [3, 1]),
        ({"state": "ACTIVE", "station_id": "S0"}, []),
        ({"started_from": "2026-11-22T10:03:00Z"}, [4, 3]),
        ({"started_to": "2026-11-22T10:01:00Z"}, [0]),
        ({"started_from": "2026-11-22T10:01:00Z", "started_to": "2026-11-22T10:03:00Z"}, [2, 1]),
        ({"started_from": "2026-11-22T10:03:00Z", "started_to": "2026-11-22T10:01:00Z"}, []),
    ],
)
def test_sessions_are_found_by(filters, found):
    assert transactions(**filters) == [f"tx-{n}" for n in found]


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize("limit", [1, 2, 3, 5, 100])
def test_pages_follow_each_other(limit):
    seen, cursor = [], None
    for _ in range(6):
        page = ask("list_sessions", limit=limit, cursor=cursor)
        seen += [item["transaction_id"] for item in page["items"]]
        cursor = page["cursor"]
        if cursor is None:
            break
    assert seen == ["tx-4", "tx-3", "tx-2", "tx-1", "tx-0"]


@pytest.mark.usefixtures("five")
def test_a_rare_find_is_not_looked_for_in_small_pages(monkeypatch):
    """A station has thousands of sessions; one page each would outlast the function."""
    query, asked = tables._CONNECTION.query, []
    monkeypatch.setattr(
        tables._CONNECTION, "query", lambda *a, **k: asked.append(k["limit"]) or query(*a, **k)
    )
    assert transactions(station_id="S0", state="ACTIVE", limit=1) == []
    assert len(asked) == 1


def test_every_fault_of_a_filter_is_told_at_once():
    problem = ask("list_sessions", state="GONE", started_from="noon", id_token=5, color="red")
    assert problem["status"] == 422
    assert {error["location"] for error in problem["errors"]} == {
        "state",
        "started_from",
        "id_token",
        "color",
    }


def test_every_fault_of_a_start_is_told_at_once():
    problem = ask("start_session", evse_id=True, id_token={"type": "Card", "x": 1}, color="red")
    assert problem["status"] == 422
    assert {error["location"] for error in problem["errors"]} == {
        "station_id",
        "evse_id",
        "id_token.id_token",
        "id_token.type",
        "id_token.x",
        "color",
    }


def test_a_start_can_be_followed():
    asked = ask("start_session", station_id=STATION, evse_id=1, id_token=TOKEN)
    assert asked["state"] == "Requested"
    assert ask("get_start", station_id=STATION, remote_start_id=asked["remote_start_id"]) == asked


def test_a_stop_is_a_call_to_the_station():
    deliver(payload(0, "Started"))
    call_id = ask("stop_session", session_id=SESSION)["call_id"]
    (message,) = client("sqs").receive_message(QueueUrl=CALLS)["Messages"]
    call = orjson.loads(message["Body"])
    assert (call["call_id"], call["station_id"]) == (call_id, STATION)
    assert call["action"] == "RequestStopTransaction"
    assert find_violation("RequestStopTransactionRequest", call["payload"], "ocpp2.0.1") is None


def test_a_session_that_was_put_aside_is_billed_when_a_person_says_so(machines):
    deliver(*whole_transaction())
    mark_unsettled(SESSION, 1, "NoTariff")
    assert ask("retry_settlement", session_id=SESSION)["unsettled_reason"] == "NoTariff"
    attempts = [run["attempt"] for run in machines.started.values()]
    assert attempts == [1, 3]
    settle()
    assert ask("retry_settlement", session_id=SESSION)["status"] == 409
    assert len(machines.started) == 2


def test_a_machine_that_died_on_the_way_to_the_bill_is_replaced(machines):
    deliver(*whole_transaction())
    SessionItem(SESSION).update([SessionItem.wait_token.set("of the dead one")])
    assert ask("retry_settlement", session_id=SESSION)["state"] == "COMPLETED"
    assert list(machines.started) == [SESSION, f"{SESSION}-2"]
    assert machines.completed == []


def test_what_runs_or_is_not_there_cannot_be_billed():
    deliver(payload(0, "Started"))
    assert ask("retry_settlement", session_id=SESSION)["status"] == 409
    assert ask("retry_settlement", session_id="x")["status"] == 404


def test_a_session_that_changes_while_it_is_asked_for_is_asked_for_again(monkeypatch):
    deliver(*whole_transaction())
    find = retrying.find_session

    def outrun(session_id):
        item = find(session_id)
        deliver(payload(9, minute=3))
        return item

    monkeypatch.setattr(retrying, "find_session", outrun)
    assert ask("retry_settlement", session_id=SESSION)["status"] == 409


def test_what_has_ended_cannot_be_stopped():
    deliver(*whole_transaction())
    assert ask("stop_session", session_id=SESSION)["status"] == 409
