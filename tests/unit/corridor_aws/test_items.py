"""Items in one round trip, and transactions that meet another."""

from datetime import timedelta

import pytest
from botocore.exceptions import ClientError
from pynamodb.exceptions import TransactWriteError

from corridor_aws import items, tables
from corridor_aws.items import Unprocessed, get_together, put_new
from corridor_aws.outbox import OutboxItem
from corridor_aws.tables import _CONNECTION, transaction


def item(id: str = "a", name: str = "A") -> OutboxItem:
    return OutboxItem(id, source="s", name=name, detail="{}", expires_at=timedelta(days=1))


@pytest.fixture
def answers(monkeypatch, aws):
    """Puts answers (or errors) before those of DynamoDB, by operation."""

    def script(operation: str, *given):
        client, left = _CONNECTION.client, list(given)
        original = client._make_api_call

        def call(name: str, arguments: dict):
            if name != operation or not left:
                return original(name, arguments)
            answer = left.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(client, "_make_api_call", call)
        return left

    monkeypatch.setattr(items, "_PAUSES_S", (0, 0, 0))
    monkeypatch.setattr(tables, "_PAUSES_S", (0, 0))
    return script


def test_a_new_item_is_put_and_an_old_one_is_told(aws):
    assert put_new(item()) is None
    before = put_new(item(name="B"))
    assert (before.id, before.name) == ("a", "A")
    assert OutboxItem.get("a").name == "A"


def test_another_failure_of_the_put_raises(answers):
    answers("PutItem", ClientError({"Error": {"Code": "Down"}}, "PutItem"))
    with pytest.raises(ClientError):
        put_new(item())


def test_items_of_several_tables_come_in_the_order_asked(aws):
    from ocpp_gateway.tables import LedgerTable

    item("a").save()
    LedgerTable("CP1#T1", "authorization", status="Accepted").save()
    ledger_key, outbox_key = (LedgerTable, "CP1#T1", "authorization"), (OutboxItem, "a", None)
    authorization, event = get_together(ledger_key, outbox_key)
    assert (authorization.status, event.name) == ("Accepted", "A")
    assert [found and found.name for found in get_together(outbox_key)] == ["A"]
    assert get_together((OutboxItem, "b", None), (LedgerTable, "x", "y")) == [None, None]


def test_keys_left_unread_are_asked_again(answers):
    item().save()
    unread = {"Responses": {}, "UnprocessedKeys": {"outbox": {"Keys": [{"id": {"S": "a"}}]}}}
    answers("BatchGetItem", unread, unread)
    (found,) = get_together((OutboxItem, "a", None))
    assert found.name == "A"
    answers("BatchGetItem", unread, unread, unread)
    with pytest.raises(Unprocessed):
        get_together((OutboxItem, "a", None))


def cancelled(*codes: str) -> ClientError:
    body = {
        "Error": {"Code": "TransactionCanceledException", "Message": "cancelled"},
        "CancellationReasons": [{"Code": code} for code in codes],
    }
    return ClientError(body, "TransactWriteItems")


def save() -> None:
    with transaction() as writes:
        writes.save(item())


def test_a_transaction_waits_for_one_that_writes_the_same_item(answers, monkeypatch):
    conflict = cancelled("None", "TransactionConflict")
    left = answers("TransactWriteItems", conflict, conflict)
    save()
    assert not left
    assert OutboxItem.get("a").name == "A"


def test_it_does_not_wait_for_ever(answers):
    answers("TransactWriteItems", *[cancelled("TransactionConflict")] * 3)
    with pytest.raises(TransactWriteError):
        save()


def test_a_refused_condition_is_not_tried_again(answers):
    refused = cancelled("TransactionConflict", "ConditionalCheckFailed")
    left = answers("TransactWriteItems", refused, refused)
    with pytest.raises(TransactWriteError):
        save()
    assert len(left) == 1
