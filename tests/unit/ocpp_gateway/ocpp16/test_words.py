"""1.6 in the words of 2.0.1: each translation as a row of a table."""

import base64
import json

import pytest

from ocpp_gateway.domain.ocpp16 import notifications
from ocpp_gateway.domain.ocpp16.meter_values import meter_values
from ocpp_gateway.domain.ocpp16.status import AVAILABILITY, CHARGING_STATES
from ocpp_gateway.domain.ocpp16.tokens import local_list
from ocpp_gateway.domain.ocpp16.transactions import ended
from tests.unit.ocpp_gateway.inbound.speaking import facts
from tests.unit.ocpp_gateway.ocpp16.speaking import START, at, records, result, status, stop

OCMF = 'OCMF|{"FV":"1.0","RD":[{"RV":1.50}]}|{"SD":"00"}'
REGISTER = "Energy.Active.Import.Register"
SIGNED = {
    "signedMeterData": "T0NNRg==",
    "signingMethod": "",
    "encodingMethod": "OCMF",
    "publicKey": "b2Nh",
}


def translated(*sampled: dict) -> list:
    (value,) = meter_values([{"timestamp": at(0), "sampledValue": list(sampled)}])
    assert value["timestamp"] == at(0)
    return value["sampledValue"]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"value": "1500"}, {"value": 1500}),
        ({"value": "1.5", "unit": "kWh"}, {"value": 1.5, "unitOfMeasure": {"unit": "kWh"}}),
        ({"value": " 7.10 "}, {"value": 7.1}),
        ({"value": "12345678901234.5678901"}, {"value": "12345678901234.5678901"}),
        ({"value": "NaN"}, {"value": "NaN"}),
        ({"value": "12,5"}, {"value": "12,5"}),
        (
            {"value": "21", "measurand": "Temperature", "unit": "Celsius"},
            {"value": 21, "measurand": "Temperature", "unitOfMeasure": {"unit": "Celsius"}},
        ),
        (
            {"value": "230", "measurand": "Voltage", "phase": "L1-N", "location": "Inlet"},
            {"value": 230, "measurand": "Voltage", "phase": "L1-N", "location": "Inlet"},
        ),
    ],
)
def test_a_sampled_value(told, said):
    assert translated(told) == [said]


@pytest.mark.parametrize(
    ("text", "format", "signed"),
    [
        (json.dumps(SIGNED), "SignedData", SIGNED),
        (
            json.dumps({"signedMeterData": "QQ=="}),
            "SignedData",
            {"signedMeterData": "QQ==", "signingMethod": "", "encodingMethod": "", "publicKey": ""},
        ),
        (
            OCMF,
            None,
            {
                "signedMeterData": base64.b64encode(OCMF.encode()).decode(),
                "signingMethod": "",
                "encodingMethod": "OCMF",
                "publicKey": "",
            },
        ),
        (
            "3082A1B2",
            "SignedData",
            {
                "signedMeterData": "3082A1B2",
                "signingMethod": "",
                "encodingMethod": "",
                "publicKey": "",
            },
        ),
    ],
)
def test_a_signed_value_stands_where_2_0_1_has_it(text, format, signed):
    plain = {"value": "1500", "context": "Transaction.End", "measurand": REGISTER}
    told = {"value": text, "context": "Transaction.End"} | ({"format": format} if format else {})
    assert translated(told) == [{"context": "Transaction.End", "signedMeterValue": signed}]
    (both,) = translated(plain, told)
    assert (both["value"], both["signedMeterValue"]) == (1500, signed)


def test_a_signature_of_another_context_stays_alone():
    told = {"value": json.dumps(SIGNED), "format": "SignedData", "context": "Transaction.Begin"}
    plain, alone = translated({"value": "1", "context": "Transaction.End"}, told)
    assert "signedMeterValue" not in plain
    assert alone["signedMeterValue"] == SIGNED


@pytest.mark.parametrize("odd", [None, "x", [None], [{"sampledValue": None}], [{"x": 1}]])
def test_odd_meter_values_break_nothing(odd):
    assert isinstance(meter_values(odd), list)


@pytest.mark.parametrize(
    ("reason", "stopped", "trigger"),
    [
        (None, "Local", "StopAuthorized"),
        ("HardReset", "ImmediateReset", "ResetCommand"),
        ("SoftReset", "ImmediateReset", "ResetCommand"),
        ("UnlockCommand", "Remote", "UnlockCommand"),
        ("PowerLoss", "PowerLoss", "AbnormalCondition"),
        ("DeAuthorized", "DeAuthorized", "Deauthorized"),
        ("Tired", "Tired", "AbnormalCondition"),
    ],
)
def test_why_a_transaction_stopped(reason, stopped, trigger):
    told = stop(1) | ({"reason": reason} if reason else {})
    payload = ended(1, told, START, {}).payload
    assert payload["transactionInfo"]["stoppedReason"] == stopped
    assert payload["triggerReason"] == trigger


def test_a_boot():
    told = {
        "chargePointVendor": "ACME",
        "chargePointModel": "X",
        "chargeBoxSerialNumber": "7",
        "firmwareVersion": "1",
        "imsi": "26",
    }
    station = {
        "vendorName": "ACME",
        "model": "X",
        "serialNumber": "7",
        "firmwareVersion": "1",
        "modem": {"imsi": "26"},
    }
    assert notifications.boot(told) == {"reason": "Unknown", "chargingStation": station}


def test_a_local_list_has_one_entry_a_tag_and_none_that_is_too_long():
    def entry(text: str, type: str, **info: str) -> dict:
        token = {"idToken": text, "type": type}
        return {"idToken": token} | ({"idTokenInfo": info} if info else {})

    assert local_list(
        [
            entry("AA", "Central", status="Blocked"),
            entry("aa", "ISO14443", status="Accepted"),
            entry("0" * 21, "eMAID", status="Accepted"),
            entry("BB", "ISO14443", status="NoCredit"),
            entry("CC", "ISO14443"),
        ]
    ) == [
        {"idTag": "aa", "idTagInfo": {"status": "Accepted"}},
        {"idTag": "BB", "idTagInfo": {"status": "Blocked"}},
        {"idTag": "CC"},
    ]


@pytest.mark.parametrize("name", AVAILABILITY)
def test_a_status_is_told_as_availability(station, outbox, name):
    result("StatusNotification", status(name, 1))
    (data,) = [data for event, data in outbox() if event == "ConnectorStatusChanged"]
    assert (data["evse_id"], data["connector_id"]) == (1, 1)
    assert data["status"] == AVAILABILITY[name]
    assert records("status")["1"]["status"] == name


def test_a_status_of_the_whole_station_is_kept(station, outbox):
    told = status("Faulted", 1, 0, errorCode="GroundFailure", info="x")
    result("StatusNotification", told)
    assert records("status") == {"0": told}
    assert outbox() == []


def test_every_state_of_a_transaction_is_one_that_a_connector_can_be_in():
    assert CHARGING_STATES.keys() < AVAILABILITY.keys()


@pytest.mark.parametrize(
    ("action", "payload", "answer"),
    [
        ("DataTransfer", {"vendorId": "x", "data": "y"}, {"status": "UnknownVendorId"}),
        ("DiagnosticsStatusNotification", {"status": "UploadFailed"}, {}),
        ("FirmwareStatusNotification", {"status": "Downloading"}, {}),
        ("LogStatusNotification", {"status": "Uploading", "requestId": 4}, {}),
        ("SignedFirmwareStatusNotification", {"status": "Installed", "requestId": 4}, {}),
        ("SecurityEventNotification", {"type": "Reset", "timestamp": at(0)}, {}),
    ],
)
def test_what_is_told_alike_is_answered_alike(station, action, payload, answer):
    assert result(action, payload) == answer


def test_diagnostics_are_a_log_upload(station):
    result("DiagnosticsStatusNotification", {"status": "UploadFailed"})
    (record,) = records("log-upload").values()
    assert record["status"] == "UploadFailure"


def test_a_boot_is_that_of_any_station(station, outbox):
    told = {"chargePointVendor": "ACME", "chargePointModel": "X", "meterSerialNumber": "M1"}
    assert result("BootNotification", told)["status"] == "Accepted"
    (data,) = [data for event, data in outbox() if event == "StationBooted"]
    assert (data["vendor_name"], data["model"]) == ("ACME", "X")
    assert records("boot")["last"]["meterSerialNumber"] == "M1"
    assert facts() == []
