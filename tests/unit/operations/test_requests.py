"""Bodies and query strings: what is taken, and what is refused before anybody is asked."""

import base64

import pytest

from corridor_kernel.problems import Problem
from operations.models.stations import NewCall
from operations.requests import MAX_BODY_BYTES, body_parameters

CALL = {"action": "SetVariables", "payload": {}}
CALLS = "/operator/stations/CP1/calls"


def refused(services, answer, status):
    assert services.asked == []
    assert (answer.status, answer.content_type) == (status, "application/problem+json")
    assert answer.json["status"] == status
    return [error["location"] for error in answer.json.get("errors", [])]


@pytest.mark.parametrize(
    "body", [None, "", "{", "nonsense", '{"action": "Reset", "payload": {"x": NaN}}', '"\\ud800"']
)
def test_a_body_that_is_not_json(api, services, body):
    refused(services, api.request("POST", CALLS, body), 400)


@pytest.mark.parametrize("body", ["[]", "null", "7", '"text"'])
def test_a_body_that_is_not_an_object(api, services, body):
    assert refused(services, api.request("POST", CALLS, body), 422) == ["body"]


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded"])
def test_a_body_of_another_type(api, services, content_type):
    refused(services, api.request("POST", CALLS, CALL, content_type), 415)


@pytest.mark.parametrize("content_type", [None, "application/json; charset=utf-8"])
def test_json_may_say_that_it_is_json(api, content_type):
    assert api.request("POST", CALLS, CALL, content_type).status == 200


def test_a_post_without_a_body_may_have_any_type(api):
    answer = api.request("POST", "/operator/sessions/s/stop", "", "text/plain")
    assert answer.status == 200


def test_a_body_that_is_too_large(api, services):
    body = CALL | {"payload": {"x": "a" * MAX_BODY_BYTES}}
    refused(services, api.request("POST", CALLS, body), 413)


def test_every_fault_of_a_body_is_told_at_once(api, services):
    body = {
        "id": "x" * 49,
        "site": {"id": "S1", "time_zone": 1, "country": "DE", "currency": "EUR"},
        "evses": [{"id": 0, "connectors": [{"id": "1", "type": "cCCS2", "max_power_w": 1.5}]}],
        "protocol": "ocpp9",
        "colour": "red",
    }
    answer = api.request("POST", "/operator/stations", body)
    assert sorted(refused(services, answer, 422)) == [
        "colour",
        "evses.0.connectors.0.id",
        "evses.0.connectors.0.max_power_w",
        "evses.0.id",
        "id",
        "password",
        "protocol",
        "site.time_zone",
    ]


def test_a_refusal_does_not_repeat_what_was_sent(api):
    body = {"id": "CP1", "password": ["a-secret-of-mine"]}
    assert "a-secret-of-mine" not in api.request("POST", "/operator/stations", body).text


def test_null_counts_as_not_given(api, services):
    api.request("PUT", "/operator/tokens/Local/A", {"group_id": None})
    assert "group_id" not in services.asked[0][2]


def test_a_payload_is_handed_on_untouched(api, services):
    payload = {"a": None, "b": [1, 1.0, 0.1, "x", True], "ä": {}}
    api.request("POST", CALLS, CALL | {"payload": payload})
    assert services.asked[0][2]["payload"] == payload


def test_a_number_beyond_64_bits_is_no_failure(api):
    body = '{"action": "Reset", "payload": {"x": 123456789012345678901234567890}}'
    assert api.request("POST", CALLS, body).status == 200


def test_a_body_may_come_in_base64(services, api):
    event = {
        "requestContext": {"resourcePath": "/operator/tokens", "httpMethod": "POST"},
        "headers": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "body": base64.b64encode(b'{"type": "Local", "uid": "A"}').decode(),
        "isBase64Encoded": True,
    }
    assert api.handler(event, None)["statusCode"] == 200
    assert services.asked[0][2]["uid"] == "A"


@pytest.mark.parametrize(
    ("query", "location"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=many", "limit"),
        ("limit=1&limit=2", "limit"),
        ("stationid=CP1", "stationid"),
        ("started_from=yesterday", "started_from"),
    ],
)
def test_a_query_that_is_not_understood(api, services, query, location):
    answer = api.request("GET", f"/operator/sessions?{query}")
    assert refused(services, answer, 400) == [location]


def test_a_body_model_is_strict_about_types():
    with pytest.raises(Problem):
        body_parameters(b'{"action": 7, "payload": {}}', NewCall)


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z"])
def test_an_instant_that_no_clock_shows(api, services, instant):
    wanted = {"station_id": "CP1", "started_at": instant, "ended_at": instant, "energy_wh": 1}
    answer = api.request("POST", "/operator/quotes", wanted)
    assert refused(services, answer, 422) == ["started_at", "ended_at"]
