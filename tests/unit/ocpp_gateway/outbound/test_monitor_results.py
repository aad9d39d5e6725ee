"""Which monitors and messages a station holds after our calls (N03..N06, O01..O06)."""

import pytest

from ocpp_gateway.records import put_record
from tests.unit.ocpp_gateway.outbound.conftest import NOW
from tests.unit.ocpp_gateway.outbound.results import keep, records

PLACE = {"component": {"name": "EVSE", "evse": {"id": 1}}, "variable": {"name": "Power"}}
KEY = "EVSE@1/Power!12"
SET = {**PLACE, "type": "UpperThreshold", "severity": 3}


def set_monitors(wanted: list[dict], results: list[dict], after_s: float = 0) -> None:
    keep(
        "SetVariableMonitoring",
        {"setMonitoringData": wanted},
        {"setMonitoringResult": results},
        after_s=after_s,
    )


def test_a_monitor_has_the_id_that_the_station_gave(aws):
    set_monitors([{**SET, "value": 80}], [{**SET, "status": "Accepted", "id": 12}])
    assert records("monitor") == {
        "12": {**SET, "value": 80, "transaction": False, "id": 12, "call_id": "c1"}
    }


def test_results_in_another_order_find_their_values(aws):
    lower = {**SET, "type": "LowerThreshold"}
    set_monitors(
        [{**SET, "value": 80}, {**lower, "value": 5}],
        [{**lower, "status": "Accepted", "id": 1}, {**SET, "status": "Accepted", "id": 2}],
    )
    assert {key: monitor["value"] for key, monitor in records("monitor").items()} == {
        "1": 5,
        "2": 80,
    }


@pytest.mark.parametrize("status", ["Rejected", "UnknownVariable", "Duplicate"])
def test_a_refused_monitor_is_none(aws, status):
    set_monitors([{**SET, "value": 80}], [{**SET, "status": status}])
    assert records("monitor") == {}


def test_a_result_that_was_not_asked_for_is_no_monitor(aws):
    other = {**SET, "severity": 9}
    set_monitors([{**SET, "value": 80}], [{**other, "status": "Accepted", "id": 1}])
    assert records("monitor") == {}


@pytest.mark.parametrize(
    ("status", "left"), [("Accepted", set()), ("NotFound", set()), ("Rejected", {"12"})]
)
def test_a_cleared_monitor_is_gone(aws, status, left):
    set_monitors([{**SET, "value": 80}], [{**SET, "status": "Accepted", "id": 12}])
    result = {"clearMonitoringResult": [{"id": 12, "status": status}]}
    keep("ClearVariableMonitoring", {"id": [12]}, result, after_s=5)
    assert set(records("monitor")) == left


@pytest.mark.parametrize(
    ("status", "left"), [("Accepted", {"EVSE@1/Power!3"}), ("Rejected", {KEY, "EVSE@1/Power!3"})]
)
def test_the_alarm_of_a_monitor_goes_with_it(aws, status, left):
    """N07.FR.12: nobody will clear it."""
    for key in (KEY, "EVSE@1/Power!3"):
        put_record("CS1", "alarm", key, {"active": True}, NOW)
    result = {"clearMonitoringResult": [{"id": 12, "status": status}]}
    keep("ClearVariableMonitoring", {"id": [12]}, result, after_s=5)
    assert set(records("alarm")) == left


@pytest.mark.parametrize(
    ("base", "left"), [("All", {"12"}), ("FactoryDefault", set()), ("HardWiredOnly", set())]
)
def test_a_base_drops_what_was_set(aws, base, left):
    set_monitors([{**SET, "value": 80}], [{**SET, "status": "Accepted", "id": 12}])
    keep("SetMonitoringBase", {"monitoringBase": base}, {"status": "Accepted"}, after_s=5)
    assert set(records("monitor")) == left
    assert records("monitoring")["base"]["monitoringBase"] == base


def test_a_refused_base_or_level_changes_nothing(aws):
    keep("SetMonitoringLevel", {"severity": 4}, {"status": "Accepted"})
    keep("SetMonitoringLevel", {"severity": 9}, {"status": "Rejected"}, after_s=5)
    keep("SetMonitoringBase", {"monitoringBase": "All"}, {"status": "NotSupported"})
    assert records("monitoring") == {"level": {"severity": 4, "call_id": "c1"}}


MESSAGE = {"id": 3, "priority": "InFront", "message": {"format": "UTF8", "content": "Hi"}}


def test_a_message_is_held_until_it_is_cleared(aws):
    keep("SetDisplayMessage", {"message": MESSAGE}, {"status": "Accepted"})
    assert records("display-message") == {"3": {**MESSAGE, "call_id": "c1"}}
    keep("ClearDisplayMessage", {"id": 3}, {"status": "Unknown"}, after_s=5)
    assert records("display-message") == {}


def test_a_station_shows_one_message_always_in_front(aws):
    """O01.FR.16."""
    front = MESSAGE | {"priority": "AlwaysFront"}
    for after_s, message in enumerate((MESSAGE, front | {"id": 4}, front | {"id": 5})):
        keep("SetDisplayMessage", {"message": message}, {"status": "Accepted"}, after_s=after_s)
    assert set(records("display-message")) == {"3", "5"}


def test_a_refused_message_is_not_held(aws):
    keep("SetDisplayMessage", {"message": MESSAGE}, {"status": "NotSupportedPriority"})
    assert records("display-message") == {}


COMMANDS = [
    ("ChangeAvailability", {"operationalStatus": "Inoperative"}, "Scheduled", "availability", "0"),
    (
        "ChangeAvailability",
        {"operationalStatus": "Inoperative", "evse": {"id": 1, "connectorId": 2}},
        "Accepted",
        "availability",
        "1.2",
    ),
    ("Reset", {"type": "OnIdle", "evseId": 1}, "Scheduled", "reset", "1"),
    ("UnlockConnector", {"evseId": 1, "connectorId": 2}, "UnlockFailed", "unlock", "1.2"),
    ("TriggerMessage", {"requestedMessage": "Heartbeat"}, "Rejected", "trigger", "Heartbeat@0"),
    ("DataTransfer", {"vendorId": "v", "messageId": "m"}, "Accepted", "data-transfer", "v/m"),
]


@pytest.mark.parametrize(("action", "payload", "status", "kind", "key"), COMMANDS)
def test_the_last_answer_to_a_command_stands(aws, action, payload, status, kind, key):
    keep(action, payload, {"status": status}, call_id="c2", after_s=5)
    stands = {"asked": payload, "answer": {"status": status}, "call_id": "c2"}
    assert records(kind) == {key: stands}
    keep(action, payload, {"status": status}, call_id="c1")
    assert records(kind) == {key: stands}


@pytest.mark.parametrize("action", ["ChangeAvailability", "Reset"])
def test_a_refused_command_leaves_what_was(aws, action):
    payload = {"operationalStatus": "Operative"} if action != "Reset" else {"type": "OnIdle"}
    keep(action, payload, {"status": "Rejected"})
    assert records("availability") == records("reset") == {}
