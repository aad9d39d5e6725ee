"""Each route asks the owner of the answer, with the parameters that the request holds."""

import pytest

SITE = {"id": "S1", "time_zone": "Europe/Berlin", "country": "DE", "currency": "EUR"}
EVSES = [{"id": 1, "connectors": [{"id": 1, "type": "cCCS2", "max_power_w": 300000}]}]
STATION = {"id": "CP1", "password": "a-long-password-1", "site": SITE, "evses": EVSES}
TOKEN = {"type": "ISO14443", "uid": "04A2"}
START = {"station_id": "CP1", "evse_id": 1, "id_token": {"id_token": "04A2", "type": "Central"}}
BOOK = {
    "id": "B",
    "country_code": "DE",
    "party_id": "COR",
    "currency": "EUR",
    "country": "DE",
    "price_book": {"price_per_kwh": 0.69},
    "assigned_to": [{"site": "*"}],
}
BOOK_ASKED = BOOK | {"price_book": {"price_per_kwh": "0.69"}}
QUOTE = {
    "station_id": "CP1",
    "started_at": "2026-11-22T00:00:00Z",
    "ended_at": "2026-11-22T01:00:00Z",
    "energy_wh": 1000,
    "samples": [{"at": "2026-11-22T00:30:00Z", "energy_wh": 500}],
}
PAGE = {"limit": 50, "cursor": None}
SINCE = {"started_from": "2026-11-22T00:00:00Z", "started_to": None}
ACCEPTED = {"status": "Accepted"}


@pytest.mark.parametrize(
    ("method", "url", "body", "service", "operation", "parameters"),
    [
        (
            "POST",
            "/stations",
            STATION,
            "ocpp-gateway",
            "register_station",
            STATION
            | {
                "protocol": "ocpp2.0.1",
                "registration": "Accepted",
            },
        ),
        ("GET", "/stations", None, "ocpp-gateway", "list_stations", PAGE),
        ("GET", "/stations/CP1", None, "ocpp-gateway", "get_station", {"station_id": "CP1"}),
        (
            "PUT",
            "/stations/CP1/registration",
            {"registration": "Pending"},
            "ocpp-gateway",
            "set_registration",
            {"station_id": "CP1", "registration": "Pending"},
        ),
        (
            "POST",
            "/stations/CP1/calls",
            {"action": "Reset", "payload": {"type": "OnIdle"}},
            "ocpp-gateway",
            "create_call",
            {"station_id": "CP1", "action": "Reset", "payload": {"type": "OnIdle"}},
        ),
        (
            "GET",
            "/stations/CP1/calls/c1",
            None,
            "ocpp-gateway",
            "get_call",
            {"station_id": "CP1", "call_id": "c1"},
        ),
        ("POST", "/tokens", TOKEN, "roaming", "create_token", TOKEN | ACCEPTED),
        (
            "GET",
            "/tokens?limit=2&cursor=x",
            None,
            "roaming",
            "list_tokens",
            {"limit": 2, "cursor": "x"},
        ),
        ("GET", "/tokens/ISO14443/04A2", None, "roaming", "get_token", TOKEN),
        ("PUT", "/tokens/ISO14443/04A2", {}, "roaming", "put_token", TOKEN | ACCEPTED),
        ("POST", "/sessions", START, "sessions", "start_session", START),
        (
            "GET",
            "/session-starts/CP1/7",
            None,
            "sessions",
            "get_start",
            {"station_id": "CP1", "remote_start_id": 7},
        ),
        ("POST", "/sessions/s1/stop", None, "sessions", "stop_session", {"session_id": "s1"}),
        (
            "POST",
            "/sessions/s1/settlement",
            None,
            "sessions",
            "retry_settlement",
            {"session_id": "s1"},
        ),
        (
            "GET",
            "/sessions?state=ACTIVE&started_from=2026-11-22T00:00:00Z",
            None,
            "sessions",
            "list_sessions",
            PAGE | SINCE | {"state": "ACTIVE", "station_id": None, "id_token": None},
        ),
        ("GET", "/sessions/s1", None, "sessions", "get_session", {"session_id": "s1"}),
        (
            "GET",
            "/cdrs?session_id=s1&started_from=2026-11-22T00:00:00Z",
            None,
            "pricing",
            "list_cdrs",
            PAGE | SINCE | {"session_id": "s1", "station_id": None},
        ),
        ("GET", "/cdrs/c1", None, "pricing", "get_cdr", {"cdr_id": "c1"}),
        (
            "POST",
            "/tariffs",
            {"tariff": {"id": "T"}, "assigned_to": [{"site": "*"}]},
            "pricing",
            "create_tariff",
            {"tariff": {"id": "T"}, "assigned_to": [{"site": "*"}]},
        ),
        ("GET", "/tariffs", None, "pricing", "list_tariffs", PAGE),
        ("GET", "/tariffs/t1", None, "pricing", "get_tariff", {"tariff_id": "t1"}),
        (
            "POST",
            "/tariffs/check",
            {"tariff": {}, "assigned_to": [{"site": "S", "station": "A", "evse": 1, "group": "G"}]},
            "pricing",
            "check_tariff",
            {"tariff": {}, "assigned_to": [{"site": "S", "station": "A", "evse": 1, "group": "G"}]},
        ),
        (
            "POST",
            "/tariffs/t1/end",
            {"at": "2026-11-22T00:00:00Z"},
            "pricing",
            "end_tariff",
            {"tariff_id": "t1", "at": "2026-11-22T00:00:00Z"},
        ),
        ("POST", "/price-books", BOOK, "pricing", "create_price_book", BOOK_ASKED),
        ("POST", "/quotes", QUOTE, "pricing", "quote", QUOTE),
        ("GET", "/tariffs/t1/texts", None, "pricing", "get_price_texts", {"tariff_id": "t1"}),
    ],
)
def test_a_request_becomes_a_question(
    api, services, method, url, body, service, operation, parameters
):
    assert api.request(method, f"/operator{url}", body).status == 200
    assert services.asked == [(service, operation, parameters)]


def test_the_answer_is_handed_on_as_it_is(api, services):
    services.answer = (202, {"call_id": "c1", "more": [1, None]})
    answer = api.request("POST", "/operator/sessions/s1/stop")
    assert (answer.status, answer.json) == services.answer
    assert answer.content_type == "application/json"


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("DE*COR*1", "DE*COR*1"),
        ("DE%2ACOR%2a1", "DE*COR*1"),
        ("a%252Ab", "a%2Ab"),
        ("a+b", "a+b"),
        ("a%2Fb", "a/b"),
    ],
)
def test_a_path_is_decoded_once(api, services, sent, meant):
    api.request("GET", f"/operator/stations/{sent}")
    assert services.asked[0][2] == {"station_id": meant}


def test_the_document_needs_no_service(api, services):
    answer = api.request("GET", "/operator/openapi.json")
    assert answer.json["openapi"] == "3.1.0"
    assert services.asked == []
