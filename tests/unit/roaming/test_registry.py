"""The token registry, asked as operators ask it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import jsonschema_rs
import pytest
from pynamodb.exceptions import TransactWriteError

from roaming import put_token as put_token_module
from roaming import save_token as save_token_module
from roaming.handlers.operator import handler
from roaming.put_token import put_token

SCHEMA = Path(__file__).parents[3] / "functions/roaming/events/TokenChanged.v1.json"
NOW = datetime(2026, 11, 22, 14, 5, 9, 123000, tzinfo=UTC)
GIVEN = {"type": "ISO14443", "uid": "04A2"}
EVERYTHING = GIVEN | {
    "status": "Blocked",
    "contract_id": "DE-COR-C1",
    "group_id": "FLEET",
    "party": "NL-TNM",
    "expires_at": "2027-01-01T00:00:00.000Z",
    "language": "de",
    "sites": ["S1", "S2"],
}


def ask(operation, **parameters):
    return handler({"operation": operation, "parameters": parameters}, None)


def test_a_new_token_is_kept_whole(aws):
    created = ask("create_token", **EVERYTHING)
    assert created["status"] == 201
    assert ask("get_token", type="ISO14443", uid="04a2") == created | {"status": 200}
    assert {k: v for k, v in created["body"].items() if k != "updated_at"} == EVERYTHING


def test_a_token_is_entered_once_whatever_its_spelling(aws, outbox):
    ask("create_token", **GIVEN)
    refused = ask("create_token", type="ISO14443", uid="04a2", status="Blocked")
    assert refused["problem"]["status"] == 409
    assert ask("get_token", **GIVEN)["body"]["status"] == "Accepted"
    assert len(outbox()) == 1


def test_a_put_token_is_what_was_given_and_nothing_more(aws):
    ask("create_token", **EVERYTHING)
    replaced = ask("put_token", **GIVEN, status="Blocked")
    assert replaced["status"] == 200
    assert replaced["body"].keys() == {"type", "uid", "status", "updated_at"}
    assert ask("get_token", **GIVEN)["body"] == replaced["body"]


def test_each_change_is_told_with_its_own_instant(aws, outbox):
    for status in ("Accepted", "Blocked", "Accepted"):
        put_token(GIVEN | {"status": status}, NOW)
    told = sorted(outbox(), key=lambda event: event[1]["updated_at"])
    assert [data["status"] for _, data in told] == ["Accepted", "Blocked", "Accepted"]
    assert [data["updated_at"][-5:] for _, data in told] == [".123Z", ".124Z", ".125Z"]


def test_events_keep_their_schema(aws):
    from corridor_aws.outbox import OutboxItem

    ask("create_token", **EVERYTHING)
    ask("put_token", type="KeyCode", uid="1234")
    validator = jsonschema_rs.validator_for(SCHEMA.read_text(), validate_formats=True)
    details = [json.loads(item.detail) for item in OutboxItem.scan()]
    assert len(details) == 2
    for detail in details:
        validator.validate(detail)


def test_a_change_that_is_refused_is_not_told(aws, outbox):
    assert ask("put_token", type="ISO14443", uid="")["problem"]["status"] == 422
    assert outbox() == []


def test_a_change_that_comes_between_is_not_lost(aws, outbox, monkeypatch):
    put_token(GIVEN, NOW)
    find = put_token_module.find_token

    def find_then_lose_the_race(type, uid):
        found = find(type, uid)
        monkeypatch.setattr(put_token_module, "find_token", find)
        put_token(GIVEN | {"status": "Blocked"}, NOW)
        return found

    monkeypatch.setattr(put_token_module, "find_token", find_then_lose_the_race)
    token = put_token(GIVEN | {"status": "Expired"}, NOW)
    assert ask("get_token", **GIVEN)["body"]["status"] == "Expired"
    assert len({data["updated_at"] for _, data in outbox()}) == 3
    assert token.updated_at.microsecond == 125000


def test_a_token_that_others_keep_changing_is_a_conflict(aws, monkeypatch):
    put_token(GIVEN, NOW)
    monkeypatch.setattr(put_token_module, "find_token", lambda type, uid: None)
    assert ask("put_token", **GIVEN)["problem"]["status"] == 409


def test_trouble_of_the_table_is_no_conflict(aws, monkeypatch):
    monkeypatch.setattr(save_token_module, "is_lost_race", lambda error: False)
    ask("create_token", **GIVEN)
    with pytest.raises(TransactWriteError):
        ask("create_token", **GIVEN)


def test_the_registry_is_paged(aws):
    for number in range(5):
        ask("create_token", type="Local", uid=f"T{number}")
    first = ask("list_tokens", limit=3)["body"]
    second = ask("list_tokens", limit=3, cursor=first["cursor"])["body"]
    uids = {token["uid"] for page in (first, second) for token in page["items"]}
    assert uids == {f"T{number}" for number in range(5)}
    assert second["cursor"] is None


@pytest.mark.parametrize(
    ("type", "uid"), [("ISO14443", "FFFF"), ("Local", "04A2"), ("NoSuchType", "04A2")]
)
def test_a_token_that_is_not_there_is_not_found(aws, type, uid):
    ask("create_token", **GIVEN)
    assert ask("get_token", type=type, uid=uid)["problem"]["status"] == 404
