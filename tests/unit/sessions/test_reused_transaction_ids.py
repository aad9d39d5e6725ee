"""An old transactionId for a new transaction is a new session; no bill changes (E01.FR.08)."""

from datetime import timedelta

import pytest

from corridor_kernel.identifiers import session_id
from sessions.describe_session import describe_session
from sessions.find_session import find_session
from sessions.handlers import on_ledger
from sessions.read_events import read_events
from sessions.settle_session import settle_session
from sessions.tables import SessionItem
from tests.transactions import (
    START,
    STATION,
    at,
    payload,
    record,
    status_record,
    whole_transaction,
)

FIRST, SECOND, THIRD = (session_id(STATION, "tx-1", generation) for generation in range(3))
WEEK = 7 * 24 * 60
BILL = {
    "cdr_id": "cdr-1",
    "total_excl_vat": "1.00",
    "total_incl_vat": "1.19",
    "currency": "EUR",
    "ended_at": at(4),
    "registered_wh": "2000",
}
pytestmark = pytest.mark.usefixtures("aws", "machines")


def deliver(*payloads, week=0, shift=0):
    """Events of the week, received 12 hours after the start of their transaction."""
    received = START + timedelta(weeks=week, hours=12, minutes=shift)
    on_ledger.handler({"Records": [record(body, received=received) for body in payloads]}, None)


def later(weeks, wh=0):
    """An ordinary transaction, weeks later, with the meter further on."""
    started, *_ = whole_transaction()
    minute = weeks * WEEK
    return [
        started | payload(0, "Started", minute=minute, wh=5000 + wh, evse={"id": 2}),
        payload(1, minute=minute + 1, wh=5100 + wh, state="Charging"),
        payload(2, "Ended", minute=minute + 2, wh=5200 + wh),
    ]


def settle(session=FIRST):
    settle_session(session, BILL, [], START)


def test_the_first_session_has_the_id_it_always_had():
    assert session_id(STATION, "tx-1") == session_id(STATION, "tx-1", 0) == FIRST
    assert len({FIRST, SECOND, THIRD}) == 3


def test_a_counter_that_starts_again_makes_a_new_session_and_changes_no_bill():
    deliver(*whole_transaction())
    settle()
    for body in later(2):
        deliver(body, week=2)
    first, second = find_session(FIRST), find_session(SECOND)
    assert (first.session.energy_wh, first.state) == (2000, "SETTLED")
    assert "changed_after_settlement" not in describe_session(first)["flags"]
    assert (second.session.energy_wh, second.state) == (200, "COMPLETED")
    assert "transaction_id_reused" in describe_session(second)["flags"]
    assert [event.seq_no for event in read_events(SECOND)] == [0, 1, 2]


def test_and_again():
    deliver(*whole_transaction())
    deliver(*later(2), week=2)
    deliver(*later(5, wh=1000), week=5)
    assert [find_session(s).session.energy_wh for s in (FIRST, SECOND, THIRD)] == [2000, 200, 200]


def test_replays_find_their_own_session():
    deliver(*whole_transaction())
    deliver(*later(2), week=2)
    before = [find_session(session).session for session in (FIRST, SECOND)]
    deliver(*reversed(whole_transaction()))
    deliver(*later(2), week=2)
    assert [find_session(session).session for session in (FIRST, SECOND)] == before
    assert SessionItem.count() == 2


def test_any_event_may_come_first():
    deliver(*whole_transaction())
    for body in reversed(later(2)):
        deliver(body, week=2)
    assert find_session(SECOND).session.energy_wh == 200


def test_a_start_that_was_never_ended_is_not_continued_weeks_later():
    deliver(whole_transaction()[0])
    deliver(*later(2), week=2)
    assert find_session(FIRST).session.ended is None
    assert find_session(SECOND).session.energy_wh == 200


def test_what_comes_within_a_week_is_of_the_same_transaction():
    deliver(*whole_transaction())
    deliver(payload(9, minute=WEEK - 60, wh=3000), week=1)
    assert SessionItem.count() == 1


def test_a_transaction_may_last_longer_than_a_week():
    started, *_ = whole_transaction()
    deliver(started)
    deliver(payload(1, minute=2 * WEEK, wh=1500), week=2)
    assert SessionItem.count() == 1


@pytest.mark.parametrize("clock", ["1970-01-01T00:00:00Z", "2099-01-01T00:00:00Z"])
def test_a_clock_that_is_wrong_makes_no_new_session(clock):
    deliver(*whole_transaction())
    deliver(payload(9) | {"timestamp": clock})
    assert SessionItem.count() == 1


def test_an_answer_speaks_of_the_latest():
    deliver(*whole_transaction())
    deliver(later(2)[0], week=2)
    response = {"ongoingIndicator": False, "messagesInQueue": False}
    answered = START + timedelta(weeks=2, hours=13)
    on_ledger.handler({"Records": [status_record(answered, response)]}, None)
    assert find_session(SECOND).session.closing[1] == "Lost"
    assert find_session(FIRST).session.status is None


def test_message_ids_that_come_again_after_a_boot_mean_nothing():
    """The ledger knows an event by its transaction, seqNo and body; `record` gives all one id."""
    deliver(*whole_transaction())
    deliver(
        *[body | {"transactionInfo": {"transactionId": "tx-2"}} for body in whole_transaction()]
    )
    assert SessionItem.count() == 2
