"""A session is billed once, or put aside with a reason."""

from datetime import UTC, datetime

import pytest

from corridor_kernel.identifiers import session_id
from sessions.domain.failure import reason
from sessions.find_session import find_session
from sessions.handlers import collect_facts, mark_unsettled, on_ledger
from sessions.settle_session import BilledTwice, settle_session
from sessions.tables import SessionItem
from tests.transactions import STATION, TRANSACTION, payload, record, whole_transaction

SESSION = session_id(STATION, TRANSACTION)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BILL = {"cdr_id": "cdr-1", "total_excl_vat": "1.00", "total_incl_vat": "1.19", "currency": "EUR"}
pytestmark = pytest.mark.usefixtures("aws", "machines")


def deliver(*payloads):
    on_ledger.handler({"Records": [record(body) for body in payloads]}, None)


def collected():
    return collect_facts.handler({"session_id": SESSION}, None)


def put_aside(error="NoTariff", attempt=1):
    failure = {"Error": error, "Cause": "none"}
    mark_unsettled.handler({"session_id": SESSION, "attempt": attempt, "failure": failure}, None)


def settle(bill=BILL, energy_wh="2000", flags=()):
    settle_session(SESSION, bill, energy_wh, flags, NOW)


def test_the_facts_come_from_what_was_recorded():
    deliver(*whole_transaction())
    known = collected()["session"]
    assert (known["energy_wh"], len(known["telemetry"])) == ("2000", 5)


def test_what_cannot_be_billed_is_said_and_not_raised():
    deliver(payload(0, "Started", wh=1))
    assert collected()["failure"]["Error"] == "NotEnded"


def test_a_settled_session_names_its_bill(outbox):
    deliver(*whole_transaction())
    settle(flags=["gap"])
    item = find_session(SESSION)
    assert (item.state, item.cdr_id, str(item.total_incl_vat)) == ("SETTLED", "cdr-1", "1.19")
    assert item.settlement_flags == ["gap"]
    assert (
        "SessionSettled",
        {"session_id": SESSION, "cdr_id": "cdr-1"}
        | {
            "total_incl_vat": "1.19",
            "currency": "EUR",
        },
    ) in outbox()


def test_settled_again_with_the_same_bill_nothing_happens(outbox):
    deliver(*whole_transaction())
    settle()
    version = find_session(SESSION).version
    settle()
    assert find_session(SESSION).version == version
    assert [name for name, _ in outbox()].count("SessionSettled") == 1


def test_a_second_bill_is_refused():
    deliver(*whole_transaction())
    settle()
    with pytest.raises(BilledTwice):
        settle(BILL | {"cdr_id": "cdr-2"})
    assert find_session(SESSION).cdr_id == "cdr-1"


def test_a_late_event_leaves_a_settled_session_settled(machines):
    deliver(*whole_transaction())
    settle()
    started = dict(machines.started)
    deliver(payload(2, minute=9, wh=900, state="Charging"))
    item = find_session(SESSION)
    assert (item.state, item.session.energy_wh) == ("SETTLED", 2000)
    assert (machines.started, machines.completed) == (started, [])


def test_a_settled_session_starts_no_machine_when_its_name_is_free_again(machines):
    """Step Functions forgets a name after 90 days; a station may replay later than that."""
    deliver(*whole_transaction())
    settle()
    machines.started.clear()
    deliver(payload(2, minute=9, wh=900))
    assert machines.started == {}


def test_a_session_put_aside_says_why_and_is_tried_again_by_the_next_event(machines):
    *running, ended = whole_transaction()
    deliver(*running)
    put_aside("NotEnded")
    item = find_session(SESSION)
    assert (item.state, item.unsettled_reason) == ("UNSETTLED", "NotEnded: none")
    deliver(ended)
    assert machines.started[f"{SESSION}-2"] == {"session_id": SESSION, "attempt": 2}
    assert find_session(SESSION).state == "UNSETTLED"
    settle()
    item = find_session(SESSION)
    assert (item.state, item.unsettled_reason) == ("SETTLED", None)


def test_put_aside_twice_is_put_aside_once():
    deliver(*whole_transaction())
    put_aside()
    put_aside()
    assert find_session(SESSION).attempt == 2


def test_a_late_failure_does_not_drop_the_token_of_the_next_attempt():
    deliver(*whole_transaction())
    put_aside()
    SessionItem(SESSION).update([SessionItem.wait_token.set("second")])
    put_aside()
    assert find_session(SESSION).wait_token == "second"


def test_a_settled_session_is_not_put_aside():
    deliver(*whole_transaction())
    settle()
    put_aside()
    assert find_session(SESSION).state == "SETTLED"


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        ({"Error": "NoTariff", "Cause": '{"errorMessage": "at S1"}'}, "NoTariff: at S1"),
        ({"Error": "States.Timeout", "Cause": ""}, "States.Timeout"),
        ({"Error": "States.Timeout"}, "States.Timeout"),
        ({"Error": "X", "Cause": "not json"}, "X: not json"),
        ({"Error": "X", "Cause": "[1]"}, "X: [1]"),
        ({}, "Unknown"),
    ],
)
def test_a_failure_in_words(failure, words):
    assert reason(failure) == words


def test_the_words_are_not_endless():
    assert len(reason({"Error": "X", "Cause": "y" * 5000})) == 500
