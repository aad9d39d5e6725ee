"""What the owners really answer is what the document promises: each member, no other."""

import importlib
import io
import json
import re
from datetime import UTC, datetime

import jsonschema_rs
import orjson
import pytest

from corridor_aws import functions
from corridor_aws.clients import client
from local.station.meter_signing import SigningMeter
from operations.app import create_app
from operations.openapi import document
from tests.rest_api import RestApi, api_routes
from tests.services import ROOT
from tests.unit.ocpp_gateway.certificates import pki

TEMPLATE = ROOT / "functions/operations/template.yaml"
SITE = {
    "id": "S1",
    "name": "Rest",
    "time_zone": "Europe/Berlin",
    "country": "DE",
    "currency": "EUR",
}
STATION = {
    "id": "CP1",
    "password": "a-long-password-1",
    "site": SITE,
    "evses": [{"id": 1, "connectors": [{"id": 1, "type": "cCCS2", "max_power_w": 300000}]}],
}
TOKEN = {
    "type": "ISO14443",
    "uid": "04A2",
    "group_id": "G",
    "party": "NL-TNM",
    "sites": ["S1"],
    "language": "de",
}
TOKEN |= {"evses": {"CP1": [1]}, "connector_types": ["cCCS2"], "message": "Hello."}
TOKEN |= {"whitelist": "ALWAYS"}
START = {"station_id": "CP1", "evse_id": 1, "id_token": {"id_token": "04A2", "type": "ISO14443"}}
ELEMENTS = [{"price_components": [{"type": "ENERGY", "price": 0.5, "vat": 19, "step_size": 1}]}]
TARIFF = {
    "country_code": "DE",
    "party_id": "COR",
    "id": "T1",
    "currency": "EUR",
    "elements": ELEMENTS,
    "start_date_time": "2026-01-01T00:00:00.000Z",
    "last_updated": "2026-01-01T00:00:00.000Z",
}
PRICE_BOOK = {
    "id": "B1",
    "country_code": "DE",
    "party_id": "COR",
    "currency": "EUR",
    "country": "DE",
    "price_book": {"price_per_kwh": 0.69, "occupancy_per_minute": 0.1, "free_minutes": 20},
    "assigned_to": [{"site": "S1", "station": "CP1"}],
}
QUOTE = {
    "station_id": "CP1",
    "evse_id": 1,
    "started_at": "2099-11-22T10:00:00Z",
    "ended_at": "2099-11-22T10:30:00Z",
    "energy_wh": 10000,
    "samples": [{"at": "2099-11-22T10:15:00Z", "energy_wh": 10000}],
    "states": [{"at": "2099-11-22T10:15:00Z", "state": "SuspendedEV"}],
    "currents": [{"at": "2099-11-22T10:00:00Z", "current_a": 32}],
}
CAMPAIGN = {
    "name": "October",
    "firmware": {
        "version": "1.1",
        "location": "https://example.com/1.1.bin",
        "signature": "c2ln",
        "signing_certificate": "PEM",
    },
    "stations": ["CP1"],
}
BEGIN, END = "2026-11-22T10:00:00.000Z", "2026-11-22T10:30:00.000Z"
FACTS = {
    "session_id": "00000000-0000-4000-8000-000000000001",
    "station_id": "CP1",
    "transaction_id": "T-1",
    "evse_id": 1,
    "connector_id": 1,
    "id_token": {"id_token": "04A2", "type": "ISO14443"},
    "started_at": BEGIN,
    "ended_at": END,
    "stopped_reason": "EVDisconnected",
    "meter_start_wh": "0",
    "meter_stop_wh": "10000",
    "energy_wh": "10000",
    "telemetry": [[BEGIN, "0"], [END, "10000"]],
    "states": [[BEGIN, "Charging"]],
    "flags": [],
    "signed": {"state": "valid", "findings": [], "time_certified": True},
}
STARTED = {
    "eventType": "Started",
    "timestamp": BEGIN,
    "triggerReason": "Authorized",
    "seqNo": 0,
    "transactionInfo": {"transactionId": "T-1", "chargingState": "Charging", "remoteStartId": 7},
    "evse": {"id": 1, "connectorId": 1},
    "idToken": {"idToken": "04A2", "type": "ISO14443"},
    "meterValue": [
        {
            "timestamp": BEGIN,
            "sampledValue": [
                {"value": 0, "context": "Transaction.Begin"},
                {"value": 1, "measurand": "SoC"},
            ],
        }
    ],
}


def strict(content):
    """The document with every object closed, so that an undocumented member is a fault."""
    if isinstance(content, dict):
        closed = {key: strict(value) for key, value in content.items()}
        is_object = "properties" in content and content.get("type") == "object"
        return closed | ({"additionalProperties": False} if is_object else {})
    return [strict(item) for item in content] if isinstance(content, list) else content


class Documented:
    """The API; every answer is held against the document before it is handed on."""

    def __init__(self, api):
        self.api = api
        self.document = strict(document())

    def request(self, method, path, body=None):
        answer = self.api.request(method, f"/operator{path}", body)
        resource, _ = self.api.resource(method, f"/operator{path}".partition("?")[0])
        responses = self.document["paths"][resource][method.lower()]["responses"]
        response = responses.get(str(answer.status), responses["default"])
        schema = response["content"][answer.content_type]["schema"]
        whole = schema | {"components": self.document["components"]}
        jsonschema_rs.validator_for(whole, validate_formats=True).validate(answer.json)
        return answer


class Lambda:
    """Runs the owners' own handlers."""

    def invoke(self, FunctionName, Payload):
        service = re.fullmatch(r"corridor-test-(.+)-operator", FunctionName)[1]
        owner = importlib.import_module(f"{service.replace('-', '_')}.handlers.operator")
        answer = owner.handler(json.loads(Payload), None)
        return {"Payload": io.BytesIO(orjson.dumps(answer))}


@pytest.fixture
def api(aws, monkeypatch):
    monkeypatch.setattr(functions, "client", lambda service, attempts: Lambda())
    machine = client("stepfunctions").create_state_machine(
        name="any",
        definition='{"StartAt": "X", "States": {"X": {"Type": "Succeed"}}}',
        roleArn="arn:aws:iam::123456789012:role/any",
    )["stateMachineArn"]
    monkeypatch.setenv("REMOTE_START_MACHINE_ARN", machine)
    monkeypatch.setenv("STATION_PROVISIONING_MACHINE_ARN", machine)
    monkeypatch.setenv("CHARGING_SESSION_MACHINE_ARN", machine)
    monkeypatch.setenv("FIRMWARE_CAMPAIGN_MACHINE_ARN", machine)
    return Documented(RestApi(create_app(functions.ask), api_routes(TEMPLATE)))


def test_stations_and_calls(api):
    assert api.request("POST", "/stations", STATION).status == 201
    assert api.request("POST", "/stations", STATION).status == 409
    assert api.request("POST", "/stations", STATION | {"id": " "}).status == 422
    assert api.request("GET", "/stations").json["items"][0]["id"] == "CP1"
    assert api.request("GET", "/stations/CP1").json["connectors"] == []
    assert api.request("GET", "/stations/CP2").status == 404
    held = api.request("PUT", "/stations/CP1/registration", {"registration": "Pending"})
    assert held.json["registration"] == "Pending"
    api.request("PUT", "/stations/CP1/registration", {"registration": "Accepted"})


def test_a_password_rotation(api):
    api.request("POST", "/stations", STATION)
    assert api.request("POST", "/stations/CP1/password-rotation").status == 202
    assert api.request("POST", "/stations/none/password-rotation").status == 404


def test_roots_and_revocations(api):
    api.request("POST", "/stations", STATION)
    root = {"certificate_type": "CSMSRootCertificate", "certificate": pki.Authority().pem}
    assert api.request("PUT", "/roots/ours", root).status == 200
    assert api.request("PUT", "/roots/bad", root | {"certificate": "?"}).status == 422
    assert api.request("GET", "/roots").json["items"][0]["name"] == "ours"
    install = api.request("POST", "/stations/CP1/root-certificates", {"root": "ours"})
    assert (install.status, install.json["action"]) == (202, "InstallCertificate")
    assert api.request("POST", "/stations/CP1/root-certificates", {"root": "no"}).status == 404
    revoked = api.request("POST", "/stations/CP1/revocations", {"sha256": "A" * 64})
    assert revoked.json["sha256"] == "a" * 64
    assert api.request("GET", "/stations/CP1/records/revoked-certificate").json["items"]
    assert api.request("DELETE", "/roots/ours").status == 200
    assert api.request("GET", "/roots/ours").status == 404


def test_another_security_profile(api):
    api.request("POST", "/stations", STATION)
    wanted = {"profile": 2, "url": "wss://ocpp.example/ocpp/"}
    asked = api.request("PUT", "/stations/CP1/security-profile", wanted)
    assert (asked.status, asked.json["profile"]) == (202, 2)
    assert api.request("PUT", "/stations/CP1/security-profile", {"profile": 1}).status == 409
    assert api.request("GET", "/stations/CP1/records/profile-upgrade").json["items"]


def test_provisioning(api):
    from ocpp_gateway.tables import StationTable

    api.request("POST", "/stations", STATION)
    path = "/stations/CP1/provisioning"
    assert api.request("POST", path).status == 409
    assert api.request("GET", path).json["last_run"]["state"] is None
    station = StationTable.get("CP1", "station")
    station.update([StationTable.connection_id.set("S="), StationTable.boot_status.set("Accepted")])
    assert api.request("POST", path).json["open_run"]
    assert api.request("GET", path).json["due"]
    assert api.request("GET", "/stations/none/provisioning").status == 404


def test_desired_variables(api):
    api.request("POST", "/stations", STATION)
    path = "/stations/CP1/desired-variables"
    wanted = {"variables": {"OCPPCommCtrlr/HeartbeatInterval": "120"}}
    shown = api.request("PUT", path, wanted).json["variables"]
    assert [v["value"] for v in shown if v["source"] == "Operator"] == ["120"]
    assert api.request("GET", path).json["variables"] == shown
    for bad in ("x", "SecurityCtrlr/BasicAuthPassword"):
        assert api.request("PUT", path, {"variables": {bad: "1"}}).status == 422
    assert api.request("GET", "/stations/none/desired-variables").status == 404


def test_failsafe_limits(api):
    api.request("POST", "/stations", STATION)
    path = "/stations/CP1/failsafe"
    assert api.request("GET", path).json["station_w"] is None
    changed = api.request("PUT", path, {"station_w": 150000})
    assert (changed.status, changed.json["station_w"], changed.json["evse_w"]) == (
        202,
        150000,
        None,
    )
    assert api.request("GET", path).json == changed.json
    assert api.request("PUT", path, {"evse_w": 0}).status == 422
    assert api.request("PUT", "/stations/none/failsafe", {}).status == 404
    assert api.request("GET", "/stations/none/failsafe").status == 404


def test_a_call(api):
    api.request("POST", "/stations", STATION)
    call = api.request("POST", "/stations/CP1/calls", {"action": "ClearCache", "payload": {}})
    assert call.status == 202
    seen = api.request("GET", f"/stations/CP1/calls/{call.json['call_id']}")
    assert (seen.status, seen.json["action"]) == (200, "ClearCache")
    assert api.request("GET", "/stations/CP1/calls/none").status == 404


def test_logs_and_images(api):
    api.request("POST", "/stations", STATION)
    assert api.request("POST", "/stations/CP2/logs", {"type": "SecurityLog"}).status == 404
    assert api.request("POST", "/stations/CP1/logs", {"type": "Diary"}).status == 422
    span = {"type": "DiagnosticsLog", "oldest": BEGIN, "latest": END}
    requested = api.request("POST", "/stations/CP1/logs", span)
    assert requested.status == 202
    (log,) = api.request("GET", "/stations/CP1/logs").json["items"]
    assert (log["request_id"], log["oldest"]) == (requested.json["request_id"], BEGIN)
    image = api.request("POST", "/firmware-images", {"name": "hpc 1.bin"})
    assert (image.status, image.json["image"][-10:]) == (201, "/hpc-1.bin")


def test_records_and_facts(api):
    on_frame = importlib.import_module("ocpp_gateway.handlers.on_frame").handler
    api.request("POST", "/stations", STATION)
    who = {"station_id": "CP1", "site_id": "S1", "protocol": "ocpp2.0.1", "standing": "Accepted"}
    payload = {"evseId": 1, "meterValue": STARTED["meterValue"]}
    body = json.dumps([2, "m1", "MeterValues", payload])
    on_frame(
        {"requestContext": {"connectionId": "S=", "authorizer": who}, "body": body},
        None,
    )
    (fact,) = api.request("GET", "/stations/CP1/facts/MeterValues").json["items"]
    assert fact["payload"] == payload
    (record,) = api.request("GET", "/stations/CP1/records/meter-value?limit=1").json["items"]
    assert record["content"]["evse_id"] == 1
    assert api.request("GET", "/stations/CP1/records/none").status == 404


def test_firmware_campaigns(api):
    api.request("POST", "/stations", STATION)
    assert api.request("POST", "/firmware-campaigns", CAMPAIGN | {"stations": ["X"]}).status == 422
    assert api.request("POST", "/firmware-campaigns", CAMPAIGN | {"selection": {}}).status == 422
    created = api.request("POST", "/firmware-campaigns", CAMPAIGN)
    assert (created.status, created.json["state"]) == (202, "Checking")
    path = f"/firmware-campaigns/{created.json['id']}"
    assert api.request("GET", path).json["counts"]["Waiting"] == 1
    assert api.request("GET", "/firmware-campaigns").json["items"][0]["name"] == "October"
    assert api.request("POST", f"{path}/resume").status == 202
    assert api.request("POST", f"{path}/cancel").json["state"] == "Cancelled"
    assert api.request("POST", f"{path}/resume").status == 409
    assert api.request("GET", "/firmware-campaigns/none").status == 404


def test_tokens(api):
    assert api.request("POST", "/tokens", TOKEN | {"expires_at": END}).status == 201
    assert api.request("POST", "/tokens", TOKEN).status == 409
    assert api.request("PUT", "/tokens/ISO14443/04a2", {"contract_id": "C"}).status == 200
    assert api.request("GET", "/tokens/ISO14443/04A2").json["contract_id"] == "C"
    assert len(api.request("GET", "/tokens?limit=5").json["items"]) == 1


def test_remote_starts(api):
    api.request("POST", "/stations", STATION)
    start = api.request("POST", "/sessions", START)
    assert start.status == 202
    number = start.json["remote_start_id"]
    assert api.request("GET", f"/session-starts/CP1/{number}").json["state"] == "Requested"
    assert api.request("GET", "/session-starts/CP1/0").status == 404


def test_signed_values_and_meter_keys(api):
    meter = SigningMeter("M1")
    place = "/stations/CP1/evses/1"
    body = {"by": "Meike", "public_key": meter.label, "meter_serial": "M1", "bnetza_id": "DE-1"}
    key = api.request("POST", f"{place}/meter-keys", body | {"valid_from": "2026-01-01T00:00:00Z"})
    assert (key.status, key.json["source"]) == (201, "commissioning")
    listed = api.request("GET", f"{place}/meter-keys").json["items"]
    assert listed == [key.json]
    confirmation = f"{place}/meter-keys/{key.json['fingerprint']}/confirmation"
    assert api.request("POST", confirmation, {"by": "Jo"}).json["confirmed_by"] == "Jo"
    unknown = f"{place}/meter-keys/{'0' * 64}/confirmation"
    assert api.request("POST", unknown, {"by": "Jo"}).status == 404
    refused = api.request("POST", f"{place}/meter-keys", body | {"public_key": "no key"})
    assert refused.json["errors"][0]["location"] == "public_key"
    assert api.request("GET", f"{place}/missing-pages").json == {"items": []}

    value = meter.signed_meter_value(meter.record([]))
    sampled = {"value": 1, "context": "Transaction.Begin", "signedMeterValue": value}
    told = STARTED | {"meterValue": [{"timestamp": BEGIN, "sampledValue": [sampled]}]}
    fold(told)
    (session,) = api.request("GET", "/sessions").json["items"]
    (signed,) = api.request("GET", f"/sessions/{session['session_id']}/signed-values").json["items"]
    assert (signed["verdict"], signed["data"]) == (None, value["signedMeterData"])
    assert api.request("GET", "/sessions/none/signed-values").status == 404
    session_id = session["session_id"]
    token = importlib.import_module("sessions.receipts.issue_receipt").issue_receipt
    link = token(session_id, datetime(2026, 11, 22, tzinfo=UTC))
    shown = api.request("GET", f"/sessions/{session_id}").json["receipt_url"]
    assert shown == f"https://corridor.example/receipts/{link}"


def fold(told, seq_no=0):
    """The ledger's stream brings an event of CP1."""
    image = {
        "transaction": {"S": "CP1#T-1"},
        "event": {"S": f"{seq_no:010d}#0123456789abcdef"},
        "station_id": {"S": "CP1"},
        "transaction_id": {"S": "T-1"},
        "seq_no": {"N": str(seq_no)},
        "received_at": {"S": BEGIN},
        "protocol": {"S": "ocpp2.0.1"},
        "payload": {"S": json.dumps(told | {"seqNo": seq_no})},
        "message_id": {"S": "m1"},
        "answer": {"S": '{"idTokenInfo": {"status": "Accepted"}}'},
    }
    on_ledger = importlib.import_module("sessions.handlers.on_ledger").handler
    on_ledger({"Records": [{"eventName": "INSERT", "dynamodb": {"NewImage": image}}]}, None)


def test_sessions(api):
    fold(STARTED)
    for query in ("", "?station_id=CP1", "?id_token=04a2", f"?started_from={BEGIN}"):
        (session,) = api.request("GET", f"/sessions{query}").json["items"]
    details = api.request("GET", f"/sessions/{session['session_id']}").json
    assert len(details["events"]) == 1
    assert details["meter_values"]
    assert api.request("GET", f"/sessions?state={session['state']}").json["items"] == [session]
    stop = api.request("POST", f"/sessions/{session['session_id']}/stop")
    assert stop.status == 202
    settlement = f"/sessions/{session['session_id']}/settlement"
    assert api.request("POST", settlement).status == 409
    fold(STARTED | {"eventType": "Ended"}, 1)
    assert api.request("POST", settlement).status == 202
    mark_unsettled = importlib.import_module("sessions.handlers.mark_unsettled").handler
    aside = {"attempt": 2, "failure": {"Error": "NoValidSignedValues"}}
    write_off = f"/sessions/{session['session_id']}/write-off"
    why = {"by": "Meike", "reason": "Its meter is lost."}
    assert api.request("POST", write_off, why).status == 409
    mark_unsettled({"session_id": session["session_id"], **aside}, None)
    assert api.request("POST", write_off, why).json["state"] == "WRITTEN_OFF"
    assert api.request("GET", "/sessions/none").status == 404


def test_tariffs_and_cdrs(api):
    listen = importlib.import_module("pricing.handlers.on_station_registered").handler
    listen(
        {
            "detail": {
                "time": BEGIN,
                "data": {"station_id": "CP1", "site": SITE, "evses": STATION["evses"]},
            }
        },
        None,
    )
    assert (
        api.request("POST", "/tariffs", {"tariff": TARIFF, "assigned_to": [{"site": "*"}]}).status
        == 201
    )
    assert (
        api.request("POST", "/tariffs", {"tariff": {}, "assigned_to": [{"site": "*"}]}).status
        == 422
    )
    assert api.request("GET", "/tariffs").json["items"][0]["tariff_id"] == "T1"
    assert api.request("GET", "/tariffs/T1").json["versions"]
    assert api.request("GET", "/tariffs/T1/texts").json["texts"]
    checked = api.request(
        "POST", "/tariffs/check", {"tariff": TARIFF, "assigned_to": [{"site": "S9"}]}
    )
    assert (len(checked.json["faults"]), len(checked.json["warnings"])) == (0, 1)
    assert api.request("POST", "/price-books", PRICE_BOOK).json["price_book"]
    quote = api.request("POST", "/quotes", QUOTE)
    assert (quote.json["tariff_id"], quote.json["total_incl_vat"]) == ("B1", "7.90")
    assert quote.json["periods"][-1]["charges"]
    assert api.request("POST", "/quotes", QUOTE | {"station_id": "none"}).status == 404
    assert api.request("GET", "/tariffs/none/texts").status == 404
    rated = importlib.import_module("pricing.handlers.rate_session").handler(
        {"session": FACTS}, None
    )["bill"]
    for query in ("", "?station_id=CP1", f"?session_id={FACTS['session_id']}"):
        (cdr,) = api.request("GET", f"/cdrs{query}").json["items"]
    assert cdr["total_incl_vat"] == rated["total_incl_vat"] == "5.95"
    assert api.request("GET", f"/cdrs/{cdr['cdr_id']}").json["cdr"]["currency"] == "EUR"
    why = api.request("GET", f"/cdrs/{cdr['cdr_id']}/explanation").json
    assert (why["agrees"], why["total_incl_vat"]) == (True, "5.95")
    corrections = f"/cdrs/{cdr['cdr_id']}/corrections"
    wrong = {"reason": "The card reader was wrong.", "by": "Meike"}
    corrected = api.request("POST", corrections, wrong)
    assert (corrected.status, corrected.json["credit"]["total_incl_vat"]) == (201, "-5.95")
    assert api.request("POST", corrections, wrong | {"by": "Jo"}).status == 409
    again = {"corrections": {"started_at": END, "ended_at": BEGIN}}
    fresh = corrected.json["cdr"]["cdr_id"]
    assert api.request("POST", f"/cdrs/{fresh}/corrections", wrong | again).status == 422
    waived = wrong | {"corrections": {"waive": True}}
    assert api.request("POST", f"/cdrs/{fresh}/corrections", waived).json["cdr"] is None
    assert len(api.request("GET", "/cdrs").json["items"]) == 4
    assert api.request("POST", "/tariffs/T1/end", {"at": "2099-01-01T00:00:00Z"}).status == 201
    assert api.request("POST", "/tariffs/none/end", {}).status == 404
