"""A session is billed once, or put aside with a reason."""

from datetime import UTC, datetime

import pytest

from corridor_kernel.identifiers import session_id
from sessions import settle_session as settling
from sessions.domain.failure import reason
from sessions.find_session import find_session
from sessions.handlers import collect_facts, mark_unsettled, on_ledger
from sessions.settle_session import BilledTwice, settle_session
from sessions.tables import SessionItem
from tests.transactions import BILL, STATION, TRANSACTION, at, payload, record, whole_transaction

SESSION = session_id(STATION, TRANSACTION)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CDR = BILL["cdr_id"]
pytestmark = pytest.mark.usefixtures("aws", "machines")


def deliver(*payloads):
    on_ledger.handler({"Records": [record(body) for body in payloads]}, None)


def collected():
    return collect_facts.handler({"session_id": SESSION}, None)


def put_aside(error="NoTariff", attempt=1):
    failure = {"Error": error, "Cause": "none"}
    mark_unsettled.handler({"session_id": SESSION, "attempt": attempt, "failure": failure}, None)


def settle(bill=BILL, flags=()):
    settle_session(SESSION, bill, flags, NOW)


def changes(outbox):
    return [data for name, data in outbox() if name == "SessionChangedAfterSettlement"]


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
    assert (item.state, item.cdr_id, str(item.total_incl_vat)) == ("SETTLED", CDR, "1.19")
    assert item.settlement_flags == ["gap"]
    assert (
        "SessionSettled",
        {"session_id": SESSION, "cdr_id": CDR}
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
    assert find_session(SESSION).cdr_id == CDR


def test_what_came_between_the_facts_and_the_bill_is_a_case_for_a_person(outbox):
    deliver(*whole_transaction())
    settle(BILL | {"registered_wh": "1500"})
    (change,) = changes(outbox)
    assert (change["cdr_id"], change["energy_wh"], change["ended_at"]) == (CDR, "2000", at(4))
    settle(BILL | {"registered_wh": "1500"})
    assert len(changes(outbox)) == 1


def test_a_later_end_is_a_change_like_any_other(outbox):
    deliver(*whole_transaction())
    settle(BILL | {"ended_at": at(3)})
    assert [change["ended_at"] for change in changes(outbox)] == [at(4)]


def test_a_session_that_goes_on_again_while_it_is_billed_tells_of_it_when_it_ends(outbox):
    *running, ended = whole_transaction()
    deliver(*running)
    settle()
    assert changes(outbox) == []
    deliver(ended)
    assert [change["energy_wh"] for change in changes(outbox)] == ["2000"]


def test_the_bill_s_own_figures_make_no_change(outbox):
    deliver(*whole_transaction())
    settle()
    assert changes(outbox) == []


def test_an_event_at_the_moment_of_the_bill_is_waited_for(monkeypatch, outbox):
    *running, ended = whole_transaction()
    deliver(*running)
    real = settling.outbox_item

    def late(event):
        monkeypatch.setattr(settling, "outbox_item", real)
        deliver(ended)
        return real(event)

    monkeypatch.setattr(settling, "outbox_item", late)
    settle(BILL | {"registered_wh": "1500"})
    assert [change["energy_wh"] for change in changes(outbox)] == ["2000"]
    assert find_session(SESSION).state == "SETTLED"


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
