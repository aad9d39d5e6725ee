"""CALLs of 2.0.1 in the words of 1.6, and the answers back: each a row of a table."""

import pytest

from corridor_kernel.ocpp.protocols import Protocol
from corridor_kernel.ocpp.schemas import find_violation
from ocpp_gateway.domain.ocpp16.commands import TRANSLATIONS
from ocpp_gateway.domain.ocpp16.configuration import report_data, understand_get
from ocpp_gateway.domain.ocpp16.configuration_keys import KEYS, key_of, variable_of
from ocpp_gateway.domain.ocpp16.outbound import (
    NATIVE,
    find_untranslatable,
    is_foreign,
    say,
    understand,
    words_in,
)
from ocpp_gateway.domain.ocpp16.saying import Asked, Known
from ocpp_gateway.outbound_routes import OUTBOUND

OCPP_2_0_1, OCPP_1_6 = Protocol
NOW = "2026-11-22T12:00:00Z"
CARD = {"idToken": "04AA", "type": "ISO14443"}
HASH = {
    "hashAlgorithm": "SHA256",
    "issuerNameHash": "aa",
    "issuerKeyHash": "bb",
    "serialNumber": "1",
}
LOG = {"logType": "SecurityLog", "requestId": 3, "log": {"remoteLocation": "https://x/y"}}
PERIODS = [{"startPeriod": 0, "limit": 16.19, "numberPhases": 3}]
SCHEDULE = {"id": 1, "chargingRateUnit": "A", "chargingSchedulePeriod": PERIODS, "duration": 900}
PROFILE = {
    "id": 4,
    "stackLevel": 0,
    "chargingProfilePurpose": "TxProfile",
    "chargingProfileKind": "Relative",
    "chargingSchedule": [SCHEDULE],
}
PROFILE_16 = {
    "chargingProfileId": 4,
    "stackLevel": 0,
    "chargingProfilePurpose": "TxProfile",
    "chargingProfileKind": "Relative",
    "chargingSchedule": {
        "chargingRateUnit": "A",
        "duration": 900,
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 16.1, "numberPhases": 3}],
    },
}
FIRMWARE = {"location": "https://x/f", "retrieveDateTime": NOW}
SIGNED = FIRMWARE | {"signingCertificate": "PEM", "signature": "sig"}
ACCEPTED = {"status": "Accepted"}


def variable(component: str, name: str, instance: str | None = None, **more) -> dict:
    named = {"name": name} | ({"instance": instance} if instance else {})
    return {"component": {"name": component}, "variable": named} | more


HEARTBEAT = variable("OCPPCommCtrlr", "HeartbeatInterval")
VENDOR = variable("CustomizationCtrlr", "LedBrightness")
LACKING = variable("DisplayMessageCtrlr", "Enabled")

# action, payload in 2.0.1 -> action, payload in 1.6; answer in 1.6 -> answer in 2.0.1
ROWS = [
    (
        "RequestStartTransaction",
        {"remoteStartId": 5, "evseId": 2, "idToken": CARD, "chargingProfile": PROFILE},
        "RemoteStartTransaction",
        {"connectorId": 2, "idTag": "04AA", "chargingProfile": PROFILE_16},
        ACCEPTED,
        ACCEPTED,
    ),
    (
        "RequestStartTransaction",
        {"remoteStartId": 5, "idToken": CARD},
        "RemoteStartTransaction",
        {"idTag": "04AA"},
        {"status": "Rejected"},
        {"status": "Rejected"},
    ),
    (
        "RequestStopTransaction",
        {"transactionId": "77"},
        "RemoteStopTransaction",
        {"transactionId": 77},
        ACCEPTED,
        ACCEPTED,
    ),
    ("Reset", {"type": "Immediate"}, "Reset", {"type": "Hard"}, ACCEPTED, ACCEPTED),
    ("Reset", {"type": "OnIdle"}, "Reset", {"type": "Soft"}, ACCEPTED, ACCEPTED),
    (
        "TriggerMessage",
        {"requestedMessage": "StatusNotification", "evse": {"id": 2, "connectorId": 1}},
        "TriggerMessage",
        {"requestedMessage": "StatusNotification", "connectorId": 2},
        {"status": "NotImplemented"},
        {"status": "NotImplemented"},
    ),
    (
        "TriggerMessage",
        {"requestedMessage": "SignChargingStationCertificate"},
        "ExtendedTriggerMessage",
        {"requestedMessage": "SignChargePointCertificate"},
        ACCEPTED,
        ACCEPTED,
    ),
    (
        "TriggerMessage",
        {"requestedMessage": "TransactionEvent"},
        "TriggerMessage",
        {"requestedMessage": "MeterValues"},
        ACCEPTED,
        ACCEPTED,
    ),
    (
        "ChangeAvailability",
        {"operationalStatus": "Inoperative"},
        "ChangeAvailability",
        {"connectorId": 0, "type": "Inoperative"},
        {"status": "Scheduled"},
        {"status": "Scheduled"},
    ),
    (
        "ChangeAvailability",
        {"operationalStatus": "Operative", "evse": {"id": 2, "connectorId": 1}},
        "ChangeAvailability",
        {"connectorId": 2, "type": "Operative"},
        ACCEPTED,
        ACCEPTED,
    ),
    (
        "UnlockConnector",
        {"evseId": 2, "connectorId": 1},
        "UnlockConnector",
        {"connectorId": 2},
        {"status": "NotSupported"},
        {"status": "UnlockFailed", "statusInfo": {"reasonCode": "NotSupported"}},
    ),
    (
        "SetVariables",
        {"setVariableData": [HEARTBEAT | {"attributeValue": "300"}]},
        "ChangeConfiguration",
        {"key": "HeartbeatInterval", "value": "300"},
        {"status": "RebootRequired"},
        {"setVariableResult": [HEARTBEAT | {"attributeStatus": "RebootRequired"}]},
    ),
    (
        "SetVariables",
        {"setVariableData": [VENDOR | {"attributeValue": "5"}]},
        "ChangeConfiguration",
        {"key": "LedBrightness", "value": "5"},
        {"status": "NotSupported"},
        {"setVariableResult": [VENDOR | {"attributeStatus": "UnknownVariable"}]},
    ),
    (
        "GetVariables",
        {"getVariableData": [HEARTBEAT, LACKING, VENDOR]},
        "GetConfiguration",
        {"key": ["HeartbeatInterval", "LedBrightness"]},
        {
            "configurationKey": [{"key": "heartbeatInterval", "readonly": False, "value": "300"}],
            "unknownKey": ["LedBrightness"],
        },
        {
            "getVariableResult": [
                HEARTBEAT | {"attributeStatus": "Accepted", "attributeValue": "300"},
                LACKING | {"attributeStatus": "UnknownVariable"},
                VENDOR | {"attributeStatus": "UnknownVariable"},
            ]
        },
    ),
    (
        "GetBaseReport",
        {"requestId": 9, "reportBase": "FullInventory"},
        "GetConfiguration",
        {},
        {"configurationKey": []},
        ACCEPTED,
    ),
    (
        "SetChargingProfile",
        {"evseId": 2, "chargingProfile": PROFILE | {"transactionId": "77"}},
        "SetChargingProfile",
        {"connectorId": 2, "csChargingProfiles": PROFILE_16 | {"transactionId": 77}},
        {"status": "NotSupported"},
        {"status": "Rejected", "statusInfo": {"reasonCode": "NotSupported"}},
    ),
    (
        "SetChargingProfile",
        {
            "evseId": 0,
            "chargingProfile": PROFILE | {"chargingProfilePurpose": "ChargingStationMaxProfile"},
        },
        "SetChargingProfile",
        {
            "connectorId": 0,
            "csChargingProfiles": PROFILE_16 | {"chargingProfilePurpose": "ChargePointMaxProfile"},
        },
        ACCEPTED,
        ACCEPTED,
    ),
    (
        "ClearChargingProfile",
        {"chargingProfileCriteria": {"evseId": 1, "chargingProfilePurpose": "TxDefaultProfile"}},
        "ClearChargingProfile",
        {"connectorId": 1, "chargingProfilePurpose": "TxDefaultProfile"},
        {"status": "Unknown"},
        {"status": "Unknown"},
    ),
    (
        "GetCompositeSchedule",
        {"evseId": 1, "duration": 600, "chargingRateUnit": "W"},
        "GetCompositeSchedule",
        {"connectorId": 1, "duration": 600, "chargingRateUnit": "W"},
        {
            "status": "Accepted",
            "connectorId": 1,
            "scheduleStart": NOW,
            "chargingSchedule": {
                "chargingRateUnit": "W",
                "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 11000.0}],
            },
        },
        {
            "status": "Accepted",
            "schedule": {
                "evseId": 1,
                "duration": 600,
                "scheduleStart": NOW,
                "chargingRateUnit": "W",
                "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 11000.0}],
            },
        },
    ),
    (
        "SendLocalList",
        {
            "versionNumber": 3,
            "updateType": "Full",
            "localAuthorizationList": [
                {
                    "idToken": CARD,
                    "idTokenInfo": {
                        "status": "Accepted",
                        "groupIdToken": {"idToken": "FLEET", "type": "Central"},
                        "cacheExpiryDateTime": NOW,
                    },
                }
            ],
        },
        "SendLocalList",
        {
            "listVersion": 3,
            "updateType": "Full",
            "localAuthorizationList": [
                {
                    "idTag": "04AA",
                    "idTagInfo": {
                        "status": "Accepted",
                        "parentIdTag": "FLEET",
                        "expiryDate": NOW,
                    },
                }
            ],
        },
        {"status": "VersionMismatch"},
        {"status": "VersionMismatch"},
    ),
    (
        "GetLocalListVersion",
        {},
        "GetLocalListVersion",
        {},
        {"listVersion": -1},
        {"versionNumber": -1},
    ),
    ("ClearCache", {}, "ClearCache", {}, ACCEPTED, ACCEPTED),
    (
        "ReserveNow",
        {"id": 8, "expiryDateTime": NOW, "idToken": CARD, "evseId": 2},
        "ReserveNow",
        {"connectorId": 2, "expiryDate": NOW, "idTag": "04AA", "reservationId": 8},
        {"status": "Occupied"},
        {"status": "Occupied"},
    ),
    (
        "CancelReservation",
        {"reservationId": 8},
        "CancelReservation",
        {"reservationId": 8},
        ACCEPTED,
        ACCEPTED,
    ),
    ("GetLog", LOG, "GetLog", LOG, ACCEPTED | {"filename": "l"}, ACCEPTED | {"filename": "l"}),
    (
        "UpdateFirmware",
        {"requestId": 6, "firmware": FIRMWARE, "retries": 2},
        "UpdateFirmware",
        {"location": "https://x/f", "retrieveDate": NOW, "retries": 2},
        {},
        ACCEPTED,
    ),
    (
        "UpdateFirmware",
        {"requestId": 6, "firmware": SIGNED},
        "SignedUpdateFirmware",
        {"requestId": 6, "firmware": SIGNED},
        {"status": "InvalidCertificate"},
        {"status": "InvalidCertificate"},
    ),
    (
        "InstallCertificate",
        {"certificateType": "CSMSRootCertificate", "certificate": "PEM"},
        "InstallCertificate",
        {"certificateType": "CentralSystemRootCertificate", "certificate": "PEM"},
        {"status": "Failed"},
        {"status": "Failed"},
    ),
    (
        "DeleteCertificate",
        {"certificateHashData": HASH},
        "DeleteCertificate",
        {"certificateHashData": HASH},
        {"status": "NotFound"},
        {"status": "NotFound"},
    ),
    (
        "GetInstalledCertificateIds",
        {"certificateType": ["CSMSRootCertificate"]},
        "GetInstalledCertificateIds",
        {"certificateType": "CentralSystemRootCertificate"},
        {"status": "Accepted", "certificateHashData": [HASH]},
        {
            "status": "Accepted",
            "certificateHashDataChain": [
                {"certificateType": "CSMSRootCertificate", "certificateHashData": HASH}
            ],
        },
    ),
    (
        "CertificateSigned",
        {"certificateChain": "PEM", "certificateType": "ChargingStationCertificate"},
        "CertificateSigned",
        {"certificateChain": "PEM"},
        ACCEPTED,
        ACCEPTED,
    ),
    (
        "DataTransfer",
        {"vendorId": "x", "messageId": "m", "data": {"a": 1}},
        "DataTransfer",
        {"vendorId": "x", "messageId": "m", "data": '{"a":1}'},
        ACCEPTED | {"data": "z"},
        ACCEPTED | {"data": "z"},
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_call_is_said_and_its_answer_understood(row):
    action, payload, action_16, payload_16, answer_16, answer = row
    assert find_violation(f"{action}Request", payload, OCPP_2_0_1) is None
    assert find_violation(action_16, payload_16, OCPP_1_6) is None
    assert find_violation(f"{action_16}Response", answer_16, OCPP_1_6) is None

    assert words_in(action, payload) == OCPP_2_0_1
    assert find_untranslatable(action, payload) is None
    assert say(action, payload) == Asked(action_16, payload_16)
    assert understand(action, payload, answer_16) == (answer, None)
    assert find_violation(f"{action}Response", answer, OCPP_2_0_1) is None


def test_each_translation_has_a_row():
    assert {row[0] for row in ROWS} == set(TRANSLATIONS)


@pytest.mark.parametrize(
    ("action", "payload", "words"),
    [
        ("Reset", {"type": "OnIdle", "evseId": 1}, "a reset of one EVSE"),
        ("RequestStopTransaction", {"transactionId": "T-1"}, "the transaction 'T-1'"),
        (
            "RequestStartTransaction",
            {"remoteStartId": 1, "idToken": {"idToken": "0" * 21, "type": "Central"}},
            "more than 20 characters",
        ),
        ("TriggerMessage", {"requestedMessage": "SignV2GCertificate"}, "SignV2GCertificate"),
        ("GetTransactionStatus", {}, "GetTransactionStatus"),
        ("CostUpdated", {"totalCost": 1, "transactionId": "1"}, "CostUpdated"),
        (
            "SetVariables",
            {"setVariableData": [HEARTBEAT | {"attributeValue": "1"}] * 2},
            "several variables",
        ),
        ("GetInstalledCertificateIds", {}, "several types"),
        (
            "InstallCertificate",
            {"certificateType": "MORootCertificate", "certificate": "x"},
            "MORootCertificate",
        ),
        (
            "SetChargingProfile",
            {"evseId": 1, "chargingProfile": PROFILE | {"chargingSchedule": [SCHEDULE] * 2}},
            "more than one schedule",
        ),
        ("UnlockConnector", {"evseId": 1, "connectorId": 2}, "more than one connector"),
        ("GetBaseReport", {"requestId": 1, "reportBase": "SummaryInventory"}, "summary"),
    ],
)
def test_what_1_6_cannot_do_is_told_in_words(action, payload, words):
    assert words_in(action, payload) == OCPP_2_0_1
    fault = find_untranslatable(action, payload)
    assert fault is not None
    assert fault.startswith("OCPP 1.6 has no words for")
    assert words in fault


def test_a_variable_that_no_1_6_station_has_needs_no_asking():
    payload = {"setVariableData": [LACKING | {"attributeValue": "1"}]}
    unknown = LACKING | {"attributeStatus": "UnknownVariable"}
    assert say("SetVariables", payload) == Known({"setVariableResult": [unknown]})
    asked = {"getVariableData": [LACKING]}
    assert say("GetVariables", asked) == Known({"getVariableResult": [unknown]})


# What an operator may say in the station's own words.
OWN_WORDS = {
    "CancelReservation": {"reservationId": 1},
    "CertificateSigned": {"certificateChain": "PEM"},
    "ChangeAvailability": {"connectorId": 0, "type": "Operative"},
    "ChangeConfiguration": {"key": "HeartbeatInterval", "value": "60"},
    "ClearCache": {},
    "ClearChargingProfile": {"id": 1},
    "DataTransfer": {"vendorId": "x"},
    "DeleteCertificate": {"certificateHashData": HASH},
    "ExtendedTriggerMessage": {"requestedMessage": "BootNotification"},
    "GetCompositeSchedule": {"connectorId": 0, "duration": 60},
    "GetConfiguration": {},
    "GetDiagnostics": {"location": "ftp://x"},
    "GetInstalledCertificateIds": {"certificateType": "CentralSystemRootCertificate"},
    "GetLocalListVersion": {},
    "GetLog": LOG,
    "InstallCertificate": {"certificateType": "CentralSystemRootCertificate", "certificate": "P"},
    "RemoteStartTransaction": {"idTag": "04AA"},
    "RemoteStopTransaction": {"transactionId": 1},
    "ReserveNow": {"connectorId": 1, "expiryDate": NOW, "idTag": "04AA", "reservationId": 1},
    "Reset": {"type": "Hard"},
    "SendLocalList": {"listVersion": 1, "updateType": "Full"},
    "SetChargingProfile": {
        "connectorId": 0,
        "csChargingProfiles": PROFILE_16 | {"chargingProfilePurpose": "TxDefaultProfile"},
    },
    "SignedUpdateFirmware": {"requestId": 1, "firmware": SIGNED},
    "TriggerMessage": {"requestedMessage": "Heartbeat"},
    "UnlockConnector": {"connectorId": 1},
    "UpdateFirmware": {"location": "ftp://x", "retrieveDate": NOW},
}


@pytest.mark.parametrize("action", sorted(NATIVE))
def test_every_call_of_1_6_may_be_said_in_its_own_words(action):
    payload = OWN_WORDS[action]
    assert find_violation(action, payload, OCPP_1_6) is None
    assert say(action, payload).action == action
    assert action in OUTBOUND[OCPP_1_6]
    if not is_foreign(action, payload):
        assert understand(action, payload, {"x": 1})[0] == {"x": 1}


def test_an_answer_that_breaks_its_schema_is_kept_with_the_breach():
    assert understand("Reset", {"type": "OnIdle"}, {"state": "ok"})[0] == {"state": "ok"}
    assert understand("Reset", {"type": "OnIdle"}, {"status": "Maybe"})[1] is not None


@pytest.mark.parametrize("key", KEYS)
def test_a_key_and_its_variable_lead_to_each_other(key):
    assert key_of(variable_of(key)) == key


def test_public_keys_of_meters_belong_to_their_evse():
    told = variable_of("MeterPublicKey2")
    place = {"name": "FiscalMetering", "evse": {"id": 2}}
    assert told == {"component": place, "variable": {"name": "PublicKey"}}
    assert key_of(told) == "MeterPublicKey2"


@pytest.mark.parametrize(
    ("told", "value"), [("Current,Power", "A,W"), ("Power", "W"), ("current", "A"), ("A, W", "A,W")]
)
def test_units_of_schedules_have_their_names(told, value):
    entry = {"key": "ChargingScheduleAllowedChargingRateUnit", "readonly": True, "value": told}
    (unit, _) = report_data({"configurationKey": [entry]})
    assert unit["variableAttribute"][0]["value"] == value
    asked = {"component": {"name": "SmartChargingCtrlr"}, "variable": {"name": "RateUnit"}}
    got = understand_get({"getVariableData": [asked]}, {"configurationKey": [entry]})
    assert got["getVariableResult"][0]["attributeValue"] == value


def test_a_configuration_is_a_report_of_the_device_model():
    told = {
        "configurationKey": [
            {"key": "HeartbeatInterval", "readonly": False, "value": "300"},
            {"key": "LocalAuthListMaxLength", "readonly": True, "value": "500"},
            {"key": "VendorThing", "readonly": True},
        ]
    }
    report = {
        "requestId": 1,
        "generatedAt": NOW,
        "seqNo": 0,
        "reportData": report_data(told),
    }
    assert find_violation("NotifyReportRequest", report, OCPP_2_0_1) is None
    first, second, third, limit = report["reportData"]
    assert first == HEARTBEAT | {
        "variableAttribute": [{"type": "Actual", "mutability": "ReadWrite", "value": "300"}]
    }
    assert second["variableCharacteristics"]["maxLimit"] == 500
    assert third["component"] == {"name": "CustomizationCtrlr"}
    assert limit["variable"] == {"name": "ItemsPerMessage", "instance": "SetVariables"}
