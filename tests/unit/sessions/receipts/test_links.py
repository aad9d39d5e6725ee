"""A driver's link: made once, found by its hash alone, told to nobody else."""

from datetime import timedelta
from hashlib import sha256

import orjson
import pytest

from corridor_aws.outbox import OutboxItem
from corridor_kernel.identifiers import session_id
from sessions.collect_facts import collect_facts
from sessions.domain.facts import NotEnded
from sessions.domain.receipt_token import hashed
from sessions.find_session import find_session
from sessions.handlers import operator
from sessions.receipts import issue_receipt as issuing
from sessions.receipts.find_receipt import NoReceipt, find_receipt
from sessions.receipts.issue_receipt import issue_receipt
from sessions.signed.assess_session import NotVerifiedYet
from sessions.tables import ReceiptItem, SessionItem
from tests.transactions import STATION, payload
from tests.unit.sessions.receipts.conftest import issued, look
from tests.unit.sessions.signed.conftest import NOW, SESSION, begin_and_end, deliver, event, told

pytestmark = pytest.mark.usefixtures("aws", "machines")
YEARS = timedelta(days=365 * 10)


def get_session():
    asked = {"operation": "get_session", "parameters": {"session_id": SESSION}}
    return operator.handler(asked, None)["body"]


def test_operators_see_the_link_of_one_session_and_of_no_list(token):
    assert get_session()["receipt_url"] == f"https://corridor.example/receipts/{token}"
    listed = operator.handler({"operation": "list_sessions", "parameters": {}}, None)
    assert token not in orjson.dumps(listed).decode()


def test_a_link_is_found_by_its_hash_and_stored_by_nothing_else(token):
    (stored,) = ReceiptItem.scan()
    assert stored.token_sha256 == sha256(token.encode()).hexdigest()
    assert token not in orjson.dumps(stored.to_simple_dict(), default=str).decode()
    assert find_receipt(token, NOW).session_id == SESSION


def test_no_event_and_no_log_tells_a_link(token, capfd):
    for view in ("", "/transparency.xml", "/receipt.json"):
        assert look(token, view).status == 200
    told = [item.detail for item in OutboxItem.scan()]
    written = "".join(capfd.readouterr())
    assert not [text for text in (*told, written) if token in text or hashed(token) in text]


def test_it_stays_the_same_whatever_comes_later(token):
    collect_facts(SESSION, NOW + timedelta(days=1))
    assert issue_receipt(SESSION, NOW) == token
    deliver(payload(2, "Updated", wh=22000))
    assert find_session(SESSION).receipt_token == token
    assert ReceiptItem.count() == 1


def test_without_signed_values_there_is_no_link():
    deliver(payload(0, "Started", wh=1000), payload(1, "Ended", wh=3000))
    assert issued() is None
    assert ReceiptItem.count() == 0
    assert get_session()["receipt_url"] is None


def test_what_cannot_be_billed_has_a_link_as_well(meter):
    begin_and_end(meter)
    with pytest.raises(NotVerifiedYet):
        collect_facts(SESSION, NOW)
    other = event(0, "Started", told(meter, "OCMF", "B"), transaction="tx-2")
    deliver(other)
    with pytest.raises(NotEnded):
        collect_facts(session_id(STATION, "tx-2"), NOW)
    assert find_session(SESSION).receipt_token
    assert find_session(session_id(STATION, "tx-2")).receipt_token


def test_two_that_issue_at_once_issue_one_link(token, monkeypatch):
    SessionItem(SESSION).update([SessionItem.receipt_token.remove()])
    real, others = issuing._issue, []

    def late(item, now):
        if not others:
            others.append(real(SessionItem.get(SESSION), now))
        return real(item, now)

    monkeypatch.setattr(issuing, "_issue", late)
    assert issue_receipt(SESSION, NOW) == others[0]


@pytest.mark.parametrize(
    "wrong", ["x", "A" * 32, "A" * 31, "A" * 33, "ä" * 32, "A" * 31 + "=", "A" * 100_000]
)
def test_what_was_never_issued_leads_nowhere(token, wrong):
    for view in ("", "/transparency.xml", "/receipt.json"):
        assert look(wrong, view).status == 404


def test_one_character_makes_it_another_link(token):
    other = ("B" if token[0] == "A" else "A") + token[1:]
    assert look(other).status == 404
    assert look(hashed(token)).status == 404


def test_a_link_ends_with_the_retention(token):
    assert find_receipt(token, NOW + YEARS)
    with pytest.raises(NoReceipt):
        find_receipt(token, NOW + YEARS + timedelta(days=11))


def test_a_link_without_its_session_leads_nowhere(token):
    find_session(SESSION).delete()
    assert look(token).status == 404
