"""What pricing corrects is what a session shows, and what later events are held against."""

import pytest

from corridor_kernel.identifiers import session_id
from sessions.describe_session import describe_session
from sessions.find_session import find_session
from sessions.follow_correction import NotSettledYet
from sessions.handlers import on_cdr_credited, on_ledger
from sessions.settle_session import settle_session
from tests.transactions import BILL, STATION, TRANSACTION, payload, record, whole_transaction
from tests.unit.sessions.test_settlement import NOW

SESSION = session_id(STATION, TRANSACTION)
pytestmark = pytest.mark.usefixtures("aws", "machines")


def deliver(*payloads):
    on_ledger.handler({"Records": [record(body) for body in payloads]}, None)


def settled():
    deliver(*whole_transaction())
    settle_session(SESSION, BILL, (), NOW)


def hear(number=2, wh="2000", **more):
    data = {"session_id": SESSION, "cdr_id": f"{BILL['cdr_id']}-C", "number": number} | more
    if wh is not None:
        data["replacement"] = {
            "cdr_id": f"fresh-{number}",
            "total_excl_vat": "0.50",
            "total_incl_vat": "0.60",
            "registered_wh": wh,
        }
    on_cdr_credited.handler({"detail": {"data": data}}, None)


def shown():
    said = describe_session(find_session(SESSION))
    return said["state"], said["cdr_id"], said["total_incl_vat"], said["flags"]


def test_the_session_shows_the_cdr_that_counts():
    settled()
    hear()
    assert shown() == ("SETTLED", "fresh-2", "0.60", ["corrected"])


def test_of_several_corrections_the_highest_counts_in_any_order():
    settled()
    hear(3)
    hear(3)
    hear(2)
    assert shown()[1] == "fresh-3"


def test_what_is_waived_costs_nothing():
    settled()
    hear(wh=None)
    assert shown() == ("SETTLED", f"{BILL['cdr_id']}-C", "0.00", ["corrected"])


def test_later_events_are_held_against_what_is_billed_now():
    settled()
    deliver(payload(9, "Ended", wh=9000, minute=50))
    energy = find_session(SESSION).session.energy_wh
    assert "changed_after_settlement" in shown()[3]
    hear(wh=str(energy))
    assert "changed_after_settlement" not in shown()[3]


def test_an_end_that_came_after_all_is_no_case_any_more():
    """It was billed as lost, ended since, and a person has looked."""
    deliver(*whole_transaction())
    settle_session(SESSION, BILL, ("gap", "lost"), NOW)
    assert "changed_after_settlement" in shown()[3]
    hear()
    assert shown()[3] == ["corrected", "gap"]


def test_other_energy_than_the_session_has_is_a_case():
    settled()
    hear(wh="1500")
    assert "changed_after_settlement" in shown()[3]


def test_a_settlement_that_is_repeated_finds_its_own_bill():
    settled()
    hear()
    settle_session(SESSION, BILL, (), NOW)
    assert shown()[1] == "fresh-2"


def test_before_the_settlement_it_comes_again():
    deliver(*whole_transaction())
    with pytest.raises(NotSettledYet):
        hear()
