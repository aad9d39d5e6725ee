"""A running transaction's cost is shown now and then, an ended one's once (I02, I03)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from corridor_kernel.identifiers import session_id
from corridor_kernel.ocpp.schemas import find_violation
from sessions import quote_facts, record_events
from sessions.domain.cost_display import OFTEN_S
from sessions.domain.facts import NotBillable
from sessions.handlers import on_ledger, quote_transaction, show_cost
from sessions.tables import SessionItem
from tests.station_calls import station_calls
from tests.transactions import START, STATION, at, payload, record, whole_transaction
from tests.unit.sessions.conftest import refused

SESSION = session_id(STATION, "tx-1")
RECEIVED = START + timedelta(hours=12)
pytestmark = pytest.mark.usefixtures("aws", "machines")


@pytest.fixture
def shown(monkeypatch):
    """The sessions whose cost was to be shown."""
    shown = []
    monkeypatch.setattr(record_events, "start", lambda name, given: shown.append((name, given)))
    return shown


@pytest.fixture
def quoted(monkeypatch):
    """The facts that pricing was asked for; it says 1.50."""
    quoted = []

    def invoke(function, event, *, budget_s):
        assert function == "quote-session"
        quoted.append(event["session"])
        return {"total_incl_vat": "1.50"}

    monkeypatch.setattr(quote_facts, "invoke", invoke)
    return quoted


def costly(body, received=RECEIVED):
    known = record(body, received=received)
    known["dynamodb"]["NewImage"]["shows_costs"] = {"BOOL": True}
    return known


def deliver(*payloads, received=RECEIVED):
    on_ledger.handler({"Records": [costly(body, received) for body in payloads]}, None)


def end(body, **more):
    image = record(body, **more)["dynamodb"]["NewImage"]
    return quote_transaction.handler({"entry": image}, None)


def sent():
    return [(call["action"], call["payload"]) for call in station_calls()]


def test_a_change_of_the_charging_state_is_an_occasion(shown):
    deliver(payload(0, "Started", wh=1, state="EVConnected"))
    deliver(payload(1, wh=2, state="Charging"))
    assert shown == [("show-cost", {"session_id": SESSION})] * 2


def test_samples_are_an_occasion_every_five_minutes(shown):
    deliver(payload(0, "Started", wh=1, state="Charging"))
    shown.clear()
    for n in range(1, 40):
        deliver(payload(n, wh=n), received=RECEIVED + timedelta(seconds=30 * n))
    assert len(shown) == 39 * 30 // OFTEN_S


@pytest.mark.parametrize("more", [{"offline": True}, {"eventType": "Ended"}])
def test_neither_the_past_nor_the_end_is_shown(shown, more):
    deliver(payload(0, "Started", wh=1))
    shown.clear()
    deliver(payload(1, wh=2, state="Charging") | more)
    assert shown == []


def test_nothing_is_shown_where_nothing_shows_it(shown):
    on_ledger.handler({"Records": [record(body) for body in whole_transaction()[:-1]]}, None)
    assert shown == []


def test_the_station_is_told_what_it_has_cost_so_far(shown, quoted):
    deliver(*whole_transaction()[:-1])
    show_cost.handler({"session_id": SESSION}, None)
    show_cost.handler({"session_id": SESSION}, None)
    ((action, told),) = sent()
    assert (action, told) == ("CostUpdated", {"totalCost": 1.5, "transactionId": "tx-1"})
    assert find_violation("CostUpdatedRequest", told, "ocpp2.0.1") is None
    facts = quoted[0]
    assert (facts["ended_at"], facts["energy_wh"]) == (at(3), "1500")
    assert not SessionItem.get(SESSION).session.closing


def test_what_has_ended_meanwhile_is_not_shown(shown, quoted):
    deliver(*whole_transaction())
    show_cost.handler({"session_id": SESSION}, None)
    assert (sent(), quoted) == ([], [])


def test_a_transaction_that_cannot_be_billed_is_not_shown(shown, quoted):
    deliver(payload(0, "Started", wh=1) | {"timestamp": "1970-01-01T00:00:00Z"})
    with pytest.raises(NotBillable):
        show_cost.handler({"session_id": SESSION}, None)
    assert sent() == []


def test_the_final_cost_rests_on_what_is_stored_and_the_end_itself(shown, quoted):
    *running, ended = whole_transaction()
    deliver(*running)
    assert end(ended) == {"total_incl_vat": "1.50"}
    (facts,) = quoted
    assert (facts["ended_at"], facts["energy_wh"]) == (at(4), "2000")
    assert facts["states"][-1] == [at(4), "Idle"]
    assert SessionItem.get(SESSION).session.ended is None


def test_the_final_cost_is_the_cost_of_the_bill(shown, quoted):
    from sessions.collect_facts import collect_facts

    *running, ended = whole_transaction()
    deliver(*running)
    end(ended)
    deliver(ended)
    told = collect_facts(SESSION, RECEIVED)
    assert told.pop("signed")["state"] == "absent"
    assert told == quoted[0]


@pytest.mark.parametrize("missing", [0, 1, 3])
def test_an_event_that_is_not_here_yet_leaves_the_cost_unsaid(shown, quoted, missing):
    *running, ended = whole_transaction()
    deliver(*(body for body in running if body["seqNo"] != missing))
    assert (end(ended), quoted) == ({}, [])


def test_a_power_loss_or_an_impossible_time_leaves_the_cost_unsaid(shown, quoted):
    deliver(whole_transaction()[0])
    assert end(payload(1, "Ended", wh=5000, info_stoppedReason="PowerLoss")) == {}
    assert end(payload(1, "Ended", wh=5000) | {"timestamp": "1970-01-01T00:00:00Z"}) == {}
    assert quoted == []


def test_a_reused_transaction_id_is_quoted_by_itself_and_nothing_is_written(shown, quoted):
    deliver(*whole_transaction())
    before = SessionItem.get(SESSION).version
    weeks = 2 * 7 * 24 * 60
    late = payload(0, "Ended", minute=weeks, wh=9000)
    assert end(late, received=START + timedelta(weeks=2, hours=12)) == {}
    assert SessionItem.get(SESSION).version == before


def test_the_cost_is_exact(monkeypatch):
    monkeypatch.setattr(quote_facts, "invoke", lambda *a, **k: {"total_incl_vat": "0.10"})
    assert quote_facts.quote_facts({}, budget_s=1) == Decimal("0.10")


def test_a_display_holds_up_nobodys_bill(monkeypatch):
    def throttled(name, given):
        raise refused("TooManyRequestsException", "Invoke")

    monkeypatch.setattr(record_events, "start", throttled)
    deliver(*whole_transaction()[:-1])
    assert SessionItem.get(SESSION).session.energy_wh == 1500
