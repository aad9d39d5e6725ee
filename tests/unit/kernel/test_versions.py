"""What the versions of OCPP name differently (R-RPC-9)."""

import pytest

from corridor_kernel.ocpp.error_codes import spoken, understood
from corridor_kernel.ocpp.meter_values import read
from corridor_kernel.ocpp.schemas import find_violation, has_schema, request_schema

NOW = "2026-11-22T12:00:00Z"


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        ("FormationViolation", "FormatViolation"),
        ("OccurenceConstraintViolation", "OccurrenceConstraintViolation"),
        ("OccurrenceConstraintViolation", "OccurrenceConstraintViolation"),
        ("SecurityError", "SecurityError"),
    ],
)
def test_both_spellings_of_a_code_are_understood(code, meant):
    assert understood(code) == meant


@pytest.mark.parametrize("code", ["RpcFrameworkError", "MessageTypeNotSupported"])
def test_a_code_that_1_6_lacks_is_a_generic_error_there(code):
    assert spoken(code, "ocpp1.6") == "GenericError"
    assert spoken(code, "ocpp2.0.1") == code


@pytest.mark.parametrize("version", ["ocpp1.6", "ocpp2.0.1"])
def test_the_schema_of_a_request_is_named_as_the_version_does(version):
    assert has_schema(request_schema("Authorize", version), version)
    assert has_schema("AuthorizeResponse", version)


def test_a_payload_is_checked_by_its_own_version():
    assert find_violation("Authorize", {"idTag": "04AA"}, "ocpp1.6") is None
    violation = find_violation("Authorize", {"idTag": "0" * 21}, "ocpp1.6")
    assert violation is not None
    assert violation.code == "PropertyConstraintViolation"


def test_a_tenth_keeps_the_step_of_a_charging_limit():
    period = {"startPeriod": 0, "limit": 16.1}
    schedule = {"chargingRateUnit": "A", "chargingSchedulePeriod": [period]}
    profile = {
        "chargingProfileId": 1,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Absolute",
        "chargingSchedule": schedule,
    }
    payload = {"connectorId": 1, "csChargingProfiles": profile}
    assert find_violation("SetChargingProfile", payload, "ocpp1.6") is None


def test_a_signature_without_a_number_is_no_reading_and_no_fault():
    signed = {"signedMeterValue": {"signedMeterData": "x"}}
    samples, all_readable = read([{"timestamp": NOW, "sampledValue": [signed, {"value": 7}]}])
    assert all_readable
    assert [sample.register_wh for sample in samples] == [7]


@pytest.mark.parametrize(
    ("payload", "description"),
    [
        ({}, "payload lacks idToken, required by AuthorizeRequest."),
        ({"idToken": {"idToken": "1"}}, "idToken lacks type, required by AuthorizeRequest."),
        (
            {"idToken": {"idToken": "1", "type": "Central"}, "colour": 1, "size": 2},
            "payload has colour, which is not of AuthorizeRequest.",
        ),
        (
            {"idToken": {"idToken": "1", "type": "RFID"}},
            "idToken/type breaks enum of AuthorizeRequest.",
        ),
    ],
)
def test_a_violation_names_the_member_but_no_value(payload, description):
    violation = find_violation("AuthorizeRequest", payload, "ocpp2.0.1")
    assert violation is not None
    assert violation.description == description


def test_a_member_of_any_length_is_named_in_short():
    violation = find_violation("HeartbeatRequest", {"x" * 300: 1}, "ocpp2.0.1")
    assert violation is not None
    assert violation.description == f"payload has {'x' * 50}, which is not of HeartbeatRequest."
