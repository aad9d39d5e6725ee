"""What is checked before a CALL goes out (R-BOOT-6, R-TX-11, F01, F06)."""

import pytest

from ocpp_gateway.domain.outbound_rules import find_fault

EVSES = {1: {1, 2}, 2: {1}}
TOKEN = {"idToken": "DEADBEEF", "type": "ISO14443"}
PERIODS = [
    {"id": 1, "chargingRateUnit": "W", "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 1}]}
]
PROFILE = {
    "id": 1,
    "stackLevel": 0,
    "chargingProfilePurpose": "TxProfile",
    "chargingProfileKind": "Relative",
    "chargingSchedule": PERIODS,
}


def start(**changes):
    return {"remoteStartId": 1, "idToken": TOKEN} | changes


def variable(name="HeartbeatInterval", component="OCPPCommCtrlr", **changes):
    return {"component": {"name": component}, "variable": {"name": name}} | changes


def trigger(message, **evse):
    return {"requestedMessage": message} | ({"evse": evse} if evse else {})


VALID = [
    ("ClearCache", {}),
    ("DataTransfer", {"vendorId": "org.example"}),
    ("RequestStartTransaction", start()),
    ("RequestStartTransaction", start(evseId=2, chargingProfile=PROFILE)),
    ("RequestStopTransaction", {"transactionId": "t1"}),
    ("Reset", {"type": "Immediate"}),
    ("Reset", {"type": "OnIdle", "evseId": 1}),
    ("TriggerMessage", trigger("BootNotification")),
    ("TriggerMessage", trigger("MeterValues", id=1)),
    ("TriggerMessage", trigger("StatusNotification", id=1, connectorId=2)),
    ("GetVariables", {"getVariableData": [variable(), variable(attributeType="Target")]}),
    ("GetVariables", {"getVariableData": [variable(), variable(component="AlignedDataCtrlr")]}),
    ("SetVariables", {"setVariableData": [variable(attributeValue="300")]}),
]

FAULTY = [
    ("Heartbeat", {}, "no message that a station"),
    ("BootNotification", {}, "no message that a station"),
    ("MakeCoffee", {}, "no message that a station"),
    ("../Reset", {}, "no message that a station"),
    ("Reset", {}, "breaks required"),
    ("Reset", {"type": "Immediate", "evseId": 3}, "no EVSE 3"),
    ("RequestStartTransaction", start(evseId=0), "no EVSE 0"),
    (
        "RequestStartTransaction",
        start(chargingProfile=PROFILE | {"chargingProfilePurpose": "TxDefaultProfile"}),
        "F01.FR.09",
    ),
    (
        "RequestStartTransaction",
        start(chargingProfile=PROFILE | {"transactionId": "t1"}),
        "F01.FR.11",
    ),
    ("TriggerMessage", trigger("StatusNotification"), "F06.FR.12"),
    ("TriggerMessage", trigger("StatusNotification", id=1), "F06.FR.12"),
    ("TriggerMessage", trigger("StatusNotification", id=2, connectorId=2), "no connector 2"),
    ("TriggerMessage", trigger("MeterValues", id=7), "no EVSE 7"),
    (
        "GetVariables",
        {"getVariableData": [variable(), variable("heartbeatinterval", "ocppcommctrlr")]},
        "B05.FR.13",
    ),
    (
        "SetVariables",
        {
            "setVariableData": [
                variable(attributeValue="1"),
                variable(attributeValue="2", attributeType="Actual"),
            ]
        },
        "B05.FR.13",
    ),
]


@pytest.mark.parametrize(("action", "payload"), VALID)
def test_what_may_be_sent(action, payload):
    assert find_fault(action, payload, "ocpp2.0.1", EVSES) is None


@pytest.mark.parametrize(("action", "payload", "words"), FAULTY)
def test_what_must_not_be_sent(action, payload, words):
    assert words in (find_fault(action, payload, "ocpp2.0.1", EVSES) or "")
