"""What operators ask of the gateway (functions.answer in, status and body out)."""

from typing import Any

import orjson
import pytest

from corridor_aws.clients import client
from ocpp_gateway import set_registration as registering
from ocpp_gateway.domain.passwords import matches
from ocpp_gateway.handlers import operator, send_station_call
from ocpp_gateway.tables import StationTable
from tests.conftest import queue_url
from tests.unit.ocpp_gateway.outbound.conftest import SOCKET

NEW = {
    "id": "CS2",
    "password": "correct horse battery",
    "site": {"id": "s1", "time_zone": "Europe/Prague", "country": "CZ", "currency": "CZK"},
    "evses": [
        {
            "id": 1,
            "connectors": [{"id": 1, "type": "cCCS2", "max_power_w": 150_000}],
            "afir_prices": False,
        }
    ],
}


def ask(operation: str, **parameters: Any) -> dict[str, Any]:
    return operator.handler({"operation": operation, "parameters": parameters}, None)


def locations(answer: dict[str, Any]) -> list[str]:
    assert answer["problem"]["status"] == 422
    return sorted(error["location"] for error in answer["problem"]["errors"])


def queued() -> list[dict[str, Any]]:
    url = queue_url("corridor-test-station-calls.fifo")
    received = client("sqs").receive_message(
        QueueUrl=url, AttributeNames=["All"], MaxNumberOfMessages=10
    )
    return received.get("Messages", [])


def test_a_new_station_may_connect(aws, outbox):
    answer = ask("register_station", **NEW)
    assert (answer["status"], answer["body"]["id"]) == (201, "CS2")
    stored = StationTable.get("CS2", "station")
    assert matches(NEW["password"], stored.password_hash)
    assert (stored.protocol, stored.registration) == ("ocpp2.0.1", "Accepted")
    told = {"station_id": "CS2", "protocol": "ocpp2.0.1", "registration": "Accepted"}
    expected = told | {"site": NEW["site"], "evses": NEW["evses"]}
    assert outbox() == [("StationRegistered", expected)]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({}, ("BeforeService", True)),
        ({"protocol": "ocpp1.6"}, ("InService", None)),
        ({"provisioning": "InService"}, ("InService", None)),
        ({"protocol": "ocpp1.6", "provisioning": "OnRequest"}, ("OnRequest", None)),
    ],
)
def test_who_may_have_something_to_tell_is_not_held(aws, given, kept):
    assert ask("register_station", **NEW | given)["status"] == 201
    stored = StationTable.get("CS2", "station")
    assert (stored.provisioning_policy, stored.is_new) == kept


def test_nobody_holds_a_station_of_1_6(aws):
    held = {"protocol": "ocpp1.6", "provisioning": "BeforeService"}
    assert locations(ask("register_station", **NEW | held)) == ["provisioning"]


def test_the_password_stays_with_us(aws):
    answers = [ask("register_station", **NEW), ask("get_station", station_id="CS2")]
    assert b"horse" not in orjson.dumps(answers)
    assert b"scrypt" not in orjson.dumps(answers)


def test_a_station_is_registered_once(aws, outbox):
    ask("register_station", **NEW)
    assert ask("register_station", **NEW)["problem"]["status"] == 409
    assert len(outbox()) == 1


def test_all_faults_of_a_new_station_are_told_at_once(aws):
    site = {"id": "", "time_zone": "Europe/Nowhere", "country": "cz", "currency": "XYZ"}
    connector = {"id": 1, "type": "cCCS2", "max_power_w": 0}
    answer = ask(
        "register_station",
        id="CS:2",
        password="short",
        site=site,
        evses=[{"id": 0, "connectors": [connector]}, {"id": 1, "connectors": []}],
        protocol="ocpp3",
        registration="Perhaps",
        colour="red",
    )
    assert locations(answer) == sorted(
        [
            "",
            "id",
            "password",
            "site.id",
            "site.time_zone",
            "site.country",
            "site.currency",
            "evses.0.id",
            "evses.0.connectors.0.max_power_w",
            "evses.1.connectors",
            "protocol",
            "registration",
        ]
    )
    assert "short" not in str(answer)


@pytest.mark.parametrize(
    ("changes", "location"),
    [
        ({"id": "x" * 49}, "id"),
        ({"id": "CS2\n"}, "id"),
        ({"password": "x" * 15}, "password"),
        ({"password": "x" * 41}, "password"),
        ({"password": "x" * 15 + "\n"}, "password"),
        ({"evses": []}, "evses"),
        ({"evses": [NEW["evses"][0] | {"afir_prices": "no"}]}, "evses.0.afir_prices"),
        ({"evses": NEW["evses"] * 2}, "evses"),
        (
            {"evses": [{"id": 1, "connectors": NEW["evses"][0]["connectors"] * 2}]},
            "evses.0.connectors",
        ),
        ({"evses": [{"id": True, "connectors": NEW["evses"][0]["connectors"]}]}, "evses.0.id"),
        ({"site": "s1"}, "site"),
        ({"site": NEW["site"] | {"id": "*"}}, "site.id"),  # which tariffs take for all sites
    ],
)
def test_a_faulty_station_is_refused(aws, changes, location):
    assert locations(ask("register_station", **NEW | changes)) == [location]


def test_missing_members_are_named(aws):
    assert locations(ask("register_station", id="CS2", site={"id": "s1"})) == [
        "evses",
        "password",
        "site.country",
        "site.currency",
        "site.time_zone",
    ]


def test_a_station_is_shown_with_its_connectors(station):
    for evse_id in (2, 1):
        StationTable("CS1", f"connector#{evse_id}#1", status="Available").save()
    body = ask("get_station", station_id="CS1")["body"]
    assert (body["online"], body["registration"]) == (True, "Accepted")
    assert [connector["evse_id"] for connector in body["connectors"]] == [1, 2]


def test_an_unknown_station_is_not_found(aws):
    for operation, more in (
        ("get_station", {}),
        ("set_registration", {"registration": "Pending"}),
        ("create_call", {"action": "ClearCache", "payload": {}}),
        ("get_call", {"call_id": "c1"}),
    ):
        assert ask(operation, station_id="CS9", **more)["problem"]["status"] == 404


def test_stations_are_listed_page_by_page_in_the_order_of_their_ids(aws):
    for name in ("B", "C", "A"):
        ask("register_station", **NEW | {"id": name})
    StationTable("A", "connector#1#1", status="Available").save()
    first = ask("list_stations", limit=2)["body"]
    second = ask("list_stations", limit=2, cursor=first["cursor"])["body"]
    assert [station["id"] for station in first["items"] + second["items"]] == ["A", "B", "C"]
    assert second["cursor"] is None


@pytest.fixture
def closed(monkeypatch):
    closed: list[str] = []
    monkeypatch.setattr(registering, "close_later", lambda socket, delay_s: closed.append(socket))
    return closed


@pytest.mark.parametrize("registration", ["Pending", "Rejected"])
def test_a_station_that_is_no_longer_accepted_loses_its_socket(station, closed, registration):
    answer = ask("set_registration", station_id="CS1", registration=registration)
    assert (answer["status"], answer["body"]["registration"]) == (200, registration)
    assert closed == [SOCKET]


def test_a_station_that_becomes_accepted_keeps_its_socket(station, closed):
    station.update([StationTable.registration.set("Pending")])
    ask("set_registration", station_id="CS1", registration="Accepted")
    ask("set_registration", station_id="CS1", registration="Accepted")
    assert closed == []


def test_an_unknown_registration_is_refused(station, closed):
    answer = ask("set_registration", station_id="CS1", registration="Perhaps")
    assert locations(answer) == ["registration"]


def test_a_call_is_queued_recorded_and_sent(station, air):
    answer = ask("create_call", station_id="CS1", action="Reset", payload={"type": "OnIdle"})
    call_id = answer["body"]["call_id"]
    assert (answer["status"], answer["body"]["state"], len(call_id)) == (202, "Queued", 36)
    shown = ask("get_call", station_id="CS1", call_id=call_id)["body"]
    assert (shown["state"], shown["payload"], shown["outcome"]) == (
        "Queued",
        {"type": "OnIdle"},
        None,
    )
    (message,) = queued()
    assert message["Attributes"]["MessageGroupId"] == "CS1"
    record = {"body": message["Body"], "attributes": message["Attributes"]}
    send_station_call.handler({"Records": [record]}, None)
    assert air.sent == [call_id]
    assert ask("get_call", station_id="CS1", call_id=call_id)["body"]["state"] == "Sent"


def test_a_call_that_must_not_be_sent_is_refused(station, air):
    answer = ask("create_call", station_id="CS1", action="Reset", payload={})
    assert (locations(answer), queued()) == (["call"], [])
