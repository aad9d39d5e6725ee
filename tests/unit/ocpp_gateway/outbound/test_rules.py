"""What is checked of a CALL before it goes out, block by block (R-BOOT-6, R-SC-1..5, R-TX-11)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from corridor_kernel.ocpp.schemas import find_violation
from ocpp_gateway.domain.rules.rule import Known
from ocpp_gateway.domain.rules.table import RULES
from ocpp_gateway.outbound_routes import OUTBOUND

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
EVSES = {1: {1, 2}, 2: {1}}
TOKEN = {"idToken": "DEADBEEF", "type": "ISO14443"}


def variables(**values: Any) -> dict:
    """Records of variables: `A__B` is component A, variable B; `A__B__C` its instance C."""
    found = {}
    for name, value in values.items():
        component, variable, *instance = name.split("__")
        key = f"{component}/{variable}" + (f"[{instance[0]}]" if instance else "")
        limit = {"characteristics": {"maxLimit": value}} if isinstance(value, int) else {}
        found[key] = {"attributes": [{"type": "Actual", "value": str(value)}], **limit}
    return {"variable": found}


def fault(action: str, payload: dict, **records: Any) -> str | None:
    """The first fault of a schema-valid CALL, by what is known of the station."""
    assert find_violation(OUTBOUND["ocpp2.0.1"][action].request, payload, "ocpp2.0.1") is None
    rule = RULES["ocpp2.0.1"].get(action)
    return rule and next(rule.faults(payload, Known(NOW, EVSES, records)), None)


def start(**changes):
    return {"remoteStartId": 1, "idToken": TOKEN} | changes


def variable(name="HeartbeatInterval", component="OCPPCommCtrlr", **changes):
    return {"component": {"name": component}, "variable": {"name": name}} | changes


def trigger(message, **evse):
    return {"requestedMessage": message} | ({"evse": evse} if evse else {})


def periods(*starts: int, **more):
    return [{"startPeriod": start, "limit": 1, **more} for start in starts]


def schedule(*starts: int, **more):
    base = {"id": 1, "chargingRateUnit": "W", "chargingSchedulePeriod": periods(*starts or (0,))}
    return base | more


def profile(purpose="TxDefaultProfile", **changes):
    base = {
        "id": 1,
        "stackLevel": 0,
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": "Relative",
        "chargingSchedule": [schedule()],
    }
    return base | changes


def absolute(purpose="TxDefaultProfile", **changes):
    begin = {"startSchedule": "2026-11-22T00:00:00Z"}
    return profile(
        purpose, chargingProfileKind="Absolute", chargingSchedule=[schedule(**begin)], **changes
    )


def put(profile, evse_id=1):
    return {"evseId": evse_id, "chargingProfile": profile}


def reserve(**changes):
    return {"id": 1, "expiryDateTime": "2026-11-22T15:00:00Z", "idToken": TOKEN} | changes


def monitor(**changes):
    return variable(value=1, type="Delta", severity=5, **changes)


def monitors(*items):
    return {"setMonitoringData": list(items)}


def message(**changes):
    text = {"format": "UTF8", "content": "Hi"}
    return {"message": {"id": 1, "priority": "InFront", "message": text} | changes}


def customer(**changes):
    return {"requestId": 1, "report": True, "clear": False} | changes


TX = {"transactionId": "t1"}
VALID = [
    ("ClearCache", {}),
    ("DataTransfer", {"vendorId": "org.example"}),
    ("RequestStartTransaction", start()),
    ("RequestStartTransaction", start(evseId=2, chargingProfile=profile("TxProfile"))),
    ("RequestStopTransaction", {"transactionId": "t1"}),
    ("Reset", {"type": "Immediate"}),
    ("Reset", {"type": "OnIdle", "evseId": 1}),
    ("TriggerMessage", trigger("BootNotification")),
    ("TriggerMessage", trigger("MeterValues", id=1)),
    ("TriggerMessage", trigger("StatusNotification", id=1, connectorId=2)),
    ("GetVariables", {"getVariableData": [variable(), variable(attributeType="Target")]}),
    ("GetVariables", {"getVariableData": [variable(), variable(component="AlignedDataCtrlr")]}),
    ("SetVariables", {"setVariableData": [variable(attributeValue="300")]}),
    ("GetBaseReport", {"requestId": 1, "reportBase": "FullInventory"}),
    ("UnlockConnector", {"evseId": 1, "connectorId": 2}),
    ("ChangeAvailability", {"operationalStatus": "Operative"}),
    ("ReserveNow", reserve()),
    ("ReserveNow", reserve(evseId=2)),
    ("SetChargingProfile", put(profile())),
    ("SetChargingProfile", put(profile(), 0)),
    ("SetChargingProfile", put(profile("TxProfile", **TX))),
    ("SetChargingProfile", put(absolute("ChargingStationMaxProfile"), 0)),
    ("GetChargingProfiles", {"requestId": 1, "chargingProfile": {"stackLevel": 0}}),
    ("GetChargingProfiles", {"requestId": 1, "evseId": 0, "chargingProfile": {"stackLevel": 0}}),
    ("ClearChargingProfile", {"chargingProfileId": 1}),
    ("ClearChargingProfile", {"chargingProfileCriteria": {"evseId": 0}}),
    ("GetCompositeSchedule", {"evseId": 0, "duration": 60}),
    ("SetVariableMonitoring", monitors(monitor(), monitor(id=3) | {"severity": 4})),
    ("SetMonitoringLevel", {"severity": 9}),
    ("CustomerInformation", customer(idToken=TOKEN)),
    ("SetDisplayMessage", message(endDateTime="2026-11-22T15:00:00Z")),
]

FAULTY = [
    ("Reset", {"type": "Immediate", "evseId": 3}, "no EVSE 3"),
    ("RequestStartTransaction", start(evseId=0), "no EVSE 0"),
    ("RequestStartTransaction", start(chargingProfile=profile()), "F01.FR.09"),
    ("RequestStartTransaction", start(chargingProfile=profile("TxProfile", **TX)), "F01.FR.11"),
    (
        "RequestStartTransaction",
        start(chargingProfile=profile("TxProfile", chargingSchedule=[schedule(5)])),
        "K01.FR.31",
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
    (
        "SetVariables",
        {"setVariableData": [variable("BasicAuthPassword", "SecurityCtrlr", attributeValue="x")]},
        "A01.FR.08",
    ),
    ("UnlockConnector", {"evseId": 2, "connectorId": 2}, "no connector 2"),
    ("UnlockConnector", {"evseId": 0, "connectorId": 1}, "no EVSE 0"),
    (
        "ChangeAvailability",
        {"operationalStatus": "Operative", "evse": {"id": 2, "connectorId": 9}},
        "no connector 9",
    ),
    ("ReserveNow", reserve(evseId=3), "no EVSE 3"),
    ("ReserveNow", reserve(expiryDateTime="2026-11-22T14:00:00Z"), "is over"),
    ("SetChargingProfile", put(profile("ChargingStationExternalConstraints")), "K01.FR.22"),
    ("SetChargingProfile", put(absolute("ChargingStationMaxProfile"), 1), "R-SC-2"),
    ("SetChargingProfile", put(profile("ChargingStationMaxProfile"), 0), "K01.FR.38"),
    ("SetChargingProfile", put(profile("TxProfile", **TX), 0), "K01.FR.16"),
    ("SetChargingProfile", put(profile("TxProfile")), "K01.FR.03"),
    ("SetChargingProfile", put(profile(**TX)), "R-SC-2"),
    ("SetChargingProfile", put(profile(), 3), "no EVSE 3"),
    ("SetChargingProfile", put(profile(chargingProfileKind="Absolute")), "K01.FR.40"),
    ("SetChargingProfile", put(profile(chargingProfileKind="Recurring")), "K01.FR.40"),
    ("SetChargingProfile", put(absolute() | {"chargingProfileKind": "Relative"}), "K01.FR.41"),
    ("SetChargingProfile", put(profile(chargingSchedule=[schedule(1)])), "K01.FR.31"),
    ("SetChargingProfile", put(profile(chargingSchedule=[schedule(0, 9, 5)])), "K01.FR.35"),
    ("SetChargingProfile", put(profile(chargingSchedule=[schedule(0, 9, 9)])), "K01.FR.35"),
    ("SetChargingProfile", put(profile(chargingSchedule=[schedule()] * 2)), "K01.FR.34"),
    ("GetChargingProfiles", {"requestId": 1, "chargingProfile": {}}, "K09.FR.03"),
    (
        "GetChargingProfiles",
        {"requestId": 1, "evseId": 5, "chargingProfile": {"stackLevel": 0}},
        "no EVSE 5",
    ),
    ("ClearChargingProfile", {}, "K10.FR.02"),
    ("ClearChargingProfile", {"chargingProfileCriteria": {}}, "K10.FR.02"),
    (
        "ClearChargingProfile",
        {
            "chargingProfileCriteria": {
                "chargingProfilePurpose": "ChargingStationExternalConstraints"
            }
        },
        "K10.FR.06",
    ),
    ("GetCompositeSchedule", {"evseId": 4, "duration": 60}, "no EVSE 4"),
    ("SetVariableMonitoring", monitors(monitor(), monitor(id=3)), "N04.FR.10"),
    ("SetVariableMonitoring", monitors(monitor() | {"value": -1}), "N04.FR.14"),
    ("SetVariableMonitoring", monitors(monitor() | {"severity": 10}), "N05.FR.02"),
    ("SetMonitoringLevel", {"severity": -1}, "N05.FR.02"),
    ("CustomerInformation", customer(), "N09"),
    ("CustomerInformation", customer(idToken=TOKEN, customerIdentifier="x"), "N09"),
    ("CustomerInformation", customer(idToken=TOKEN, report=False), "N09.FR.07"),
    ("SetDisplayMessage", message(endDateTime="2026-11-22T13:00:00Z"), "O01"),
    (
        "SetDisplayMessage",
        message(message={"format": "UTF8", "content": "Hi", "language": "e"}),
        "O01.FR.17",
    ),
    ("InstallCertificate", {"certificateType": "V2GRootCertificate", "certificate": "x"}, "M05"),
]


@pytest.mark.parametrize(("action", "payload"), VALID)
def test_what_may_be_sent(action, payload):
    assert fault(action, payload) is None


@pytest.mark.parametrize(("action", "payload", "words"), FAULTY)
def test_what_must_not_be_sent(action, payload, words):
    assert words in (fault(action, payload) or "")


DATA = "DeviceDataCtrlr"
THREE = [variable(name) for name in "ABC"]
LIMITED = [
    ("GetVariables", {"getVariableData": THREE}, f"{DATA}__ItemsPerMessage__GetVariables", 3, 2),
    ("GetVariables", {"getVariableData": THREE}, f"{DATA}__BytesPerMessage__GetVariables", 999, 99),
    (
        "SetVariables",
        {"setVariableData": [one | {"attributeValue": "1"} for one in THREE]},
        f"{DATA}__ItemsPerMessage__SetVariables",
        3,
        2,
    ),
    (
        "GetReport",
        {"requestId": 1, "componentVariable": THREE},
        f"{DATA}__ItemsPerMessage__GetReport",
        3,
        2,
    ),
    (
        "GetMonitoringReport",
        {"requestId": 1, "componentVariable": THREE},
        f"{DATA}__ItemsPerMessage__GetReport",
        3,
        2,
    ),
    (
        "SetVariableMonitoring",
        monitors(monitor(), monitor() | {"severity": 1}),
        "MonitoringCtrlr__ItemsPerMessage__SetVariableMonitoring",
        2,
        1,
    ),
    (
        "ClearVariableMonitoring",
        {"id": [1, 2]},
        "MonitoringCtrlr__ItemsPerMessage__ClearVariableMonitoring",
        2,
        1,
    ),
    (
        "SetChargingProfile",
        put(profile(chargingSchedule=[schedule(0, 5)])),
        "SmartChargingCtrlr__PeriodsPerSchedule",
        2,
        1,
    ),
    (
        "SetChargingProfile",
        put(profile(stackLevel=4)),
        "SmartChargingCtrlr__ProfileStackLevel",
        4,
        3,
    ),
    ("SetChargingProfile", put(profile()), "SmartChargingCtrlr__RateUnit", "A,W", "A"),
    ("SetChargingProfile", put(profile()), "SmartChargingCtrlr__Enabled", "true", "false"),
    (
        "SetChargingProfile",
        put(profile()),
        "SmartChargingCtrlr__Entries__ChargingProfiles",
        1,
        0,
    ),
    (
        "GetCompositeSchedule",
        {"evseId": 1, "duration": 60, "chargingRateUnit": "A"},
        "SmartChargingCtrlr__RateUnit",
        "A, W",
        "W",
    ),
    ("ReserveNow", reserve(), "ReservationCtrlr__NonEvseSpecific", "true", "false"),
    ("ReserveNow", reserve(evseId=1), "ReservationCtrlr__Enabled", "true", "false"),
    ("SetDisplayMessage", message(), "DisplayMessageCtrlr__SupportedFormats", "UTF-8", "ASCII"),
    (
        "SetDisplayMessage",
        message(),
        "DisplayMessageCtrlr__SupportedPriorities",
        "InFront",
        "AlwaysFront",
    ),
    (
        "SetDisplayMessage",
        message(state="Idle"),
        "DisplayMessageCtrlr__SupportedStates",
        "Idle,Charging",
        "Charging",
    ),
    ("SetDisplayMessage", message(), "DisplayMessageCtrlr__DisplayMessages", 1, 0),
]


@pytest.mark.parametrize(("action", "payload", "name", "enough", "too_little"), LIMITED)
def test_what_a_station_told_of_its_limits_is_kept(action, payload, name, enough, too_little):
    assert fault(action, payload, **variables(**{name: enough})) is None
    assert fault(action, payload, **variables(**{name: too_little}))


@pytest.mark.parametrize(("action", "payload", "name", "enough", "too_little"), LIMITED)
def test_what_is_read_before_is_what_the_rule_asks_for(action, payload, name, enough, too_little):
    """A limit that is not read would never be kept."""
    (key,) = variables(**{name: enough})["variable"]
    assert ("variable", key) in set(RULES["ocpp2.0.1"][action].keys(payload))


def held(profile, evse_id=1):
    return {"evseId": evse_id, "source": "CSO", "profile": profile}


OLD = profile(id=7)
BESIDE = [
    (put(profile(id=7)), held(OLD), None),
    (put(profile()), held(OLD), "K01.FR.06"),
    (put(profile(stackLevel=1)), held(OLD), None),
    (put(profile(), 2), held(OLD), None),
    (put(profile(), 0), held(OLD), "K01.FR.52"),
    (put(profile()), held(OLD, 0), "K01.FR.52"),
    (put(profile(stackLevel=1), 0), held(OLD), None),
    (put(profile("TxProfile", **TX)), held(profile("TxProfile", id=7, **TX)), "K01.FR.06"),
    (
        put(profile("TxProfile", **TX)),
        held(profile("TxProfile", id=7, transactionId="t0")),
        None,
    ),
    (put(profile("TxProfile", **TX)), held(OLD), None),
]


@pytest.mark.parametrize(("payload", "other", "words"), BESIDE)
def test_two_profiles_never_want_the_same_place(payload, other, words):
    found = fault("SetChargingProfile", payload, **{"charging-profile": {"7": other}})
    assert (words in (found or "")) if words else found is None
    assert RULES["ocpp2.0.1"]["SetChargingProfile"].lists == ("charging-profile",)


def test_what_others_set_takes_no_entry_of_ours():
    limit = variables(SmartChargingCtrlr__Entries__ChargingProfiles=1)
    external = held(profile("ChargingStationExternalConstraints", id=-1)) | {"source": "EMS"}
    records = limit | {"charging-profile": {"-1": external}}
    assert fault("SetChargingProfile", put(profile()), **records) is None


def phase(**more):
    one = periods(0, numberPhases=1, phaseToUse=2) if not more else periods(0, **more)
    return put(profile(chargingSchedule=[schedule(chargingSchedulePeriod=one)]))


def test_a_phase_is_chosen_only_where_the_station_switches_phases():
    switching = variables(SmartChargingCtrlr__ACPhaseSwitchingSupported="true")
    assert fault("SetChargingProfile", phase(), **switching) is None
    assert "K01.FR.20" in fault("SetChargingProfile", phase())
    assert "K01.FR.19" in fault("SetChargingProfile", phase(phaseToUse=2), **switching)
    three = phase(phaseToUse=2, numberPhases=3)
    assert "K01.FR.19" in fault("SetChargingProfile", three, **switching)


def test_a_car_that_asked_may_be_offered_more_schedules_but_no_more_periods():
    needs = {"ev-charging-needs": {"1": {"max_schedule_tuples": 2}}}
    three = profile("TxProfile", chargingSchedule=[schedule(0, 5)] * 3, **TX)
    assert fault("SetChargingProfile", put(three), **needs) is None
    assert "K01.FR.34" in fault("SetChargingProfile", put(three, 2), **needs)
    long = profile("TxProfile", chargingSchedule=[schedule(0, 5, 9)] * 2, **TX)
    assert "K15.FR.07" in fault("SetChargingProfile", put(long), **needs)


REQUESTS = [
    ("GetBaseReport", {"requestId": 7, "reportBase": "FullInventory"}, "report"),
    ("GetReport", {"requestId": 7}, "report"),
    ("GetMonitoringReport", {"requestId": 7}, "report"),
    ("GetDisplayMessages", {"requestId": 7}, "report"),
    ("GetChargingProfiles", {"requestId": 7, "chargingProfile": {"stackLevel": 0}}, "report"),
    (
        "CustomerInformation",
        customer(requestId=7, idToken=TOKEN),
        "customer-information",
    ),
]


@pytest.mark.parametrize(("action", "payload", "kind"), REQUESTS)
def test_one_request_id_is_one_report(action, payload, kind):
    """A partial one may be asked for again: its pages complete each other."""
    assert (kind, "7") in set(RULES["ocpp2.0.1"][action].keys(payload))
    assert "requestId 7" in fault(action, payload, **{kind: {"7": {"complete": True}}})
    assert fault(action, payload, **{kind: {"7": {"complete": False}}}) is None


def test_a_monitor_keeps_its_variable():
    old = {"monitor": {"3": monitor()}}
    again = monitors(monitor(id=3))
    assert fault("SetVariableMonitoring", again, **old) is None
    other = monitors(monitor(id=3) | {"variable": {"name": "Other"}})
    assert "N04.FR.16" in fault("SetVariableMonitoring", other, **old)
    assert ("monitor", "3") in set(RULES["ocpp2.0.1"]["SetVariableMonitoring"].keys(again))


def network_profile(url: str, profile: int) -> dict:
    data = {
        "ocppVersion": "OCPP20",
        "ocppTransport": "JSON",
        "ocppCsmsUrl": url,
        "messageTimeout": 30,
        "securityProfile": profile,
        "ocppInterface": "Wired0",
    }
    return {"configurationSlot": 1, "connectionData": data}


@pytest.mark.parametrize(
    ("url", "profile", "is_sent"),
    [
        ("wss://ocpp.example/ocpp/", 2, True),
        ("wss://ocpp.example:8443/ocpp/", 3, True),
        ("ws://ocpp.example/ocpp/", 1, True),
        ("ws://ocpp.example/ocpp/", 2, False),
        ("https://ocpp.example/ocpp/", 2, False),
        ("ocpp.example", 1, False),
        ("ws:///ocpp/", 1, False),
        ("wss://ocpp.example:99999/", 2, False),
    ],
)
def test_a_station_is_sent_only_where_it_can_go(url, profile, is_sent):
    found = fault("SetNetworkProfile", network_profile(url, profile))
    assert (found is None) == is_sent


@pytest.mark.parametrize(("version", "is_sent"), [(0, False), (-1, False), (1, True)])
def test_a_local_list_has_a_version(version, is_sent):
    payload = {"versionNumber": version, "updateType": "Full"}
    assert (fault("SendLocalList", payload) is None) == is_sent
