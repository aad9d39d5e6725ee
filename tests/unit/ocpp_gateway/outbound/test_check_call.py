"""A CALL is checked by what it is, its schema, and what is known of its station."""

import pytest

from ocpp_gateway.check_call import check_call
from ocpp_gateway.outbound_routes import OUTBOUND
from ocpp_gateway.records import put_record
from ocpp_gateway.routes import ROUTES
from tests.unit.ocpp_gateway.outbound.conftest import NOW, request


def fault(station, action: str, payload: dict) -> str:
    return check_call(request("c1", action, payload=payload), station, NOW) or ""


@pytest.mark.parametrize("action", ["MakeCoffee", "../Reset", "", "Heartbeat", "BootNotification"])
def test_what_is_no_call_of_ours_is_not_sent(station, action):
    assert "no message that a station of ocpp2.0.1 takes" in fault(station, action, {})


def test_what_only_stations_send_is_not_sent_to_them():
    assert set(OUTBOUND["ocpp2.0.1"]) & set(ROUTES["ocpp2.0.1"]) == {"DataTransfer"}
    assert len(OUTBOUND["ocpp2.0.1"]) == 40


def test_a_call_keeps_its_schema(station):
    assert fault(station, "Reset", {}) == "payload lacks type, required by ResetRequest."


def test_what_the_station_told_of_itself_counts(station, trips):
    items = [{"component": {"name": "C"}, "variable": {"name": name}} for name in "ABC"]
    payload = {"getVariableData": items}
    assert fault(station, "GetVariables", payload) == ""
    limit = {"attributes": [{"type": "Actual", "value": "2"}]}
    key = "DeviceDataCtrlr/ItemsPerMessage[GetVariables]"
    put_record("CS1", "variable", key, limit, NOW)
    trips.clear()
    assert "at most 2 items" in fault(station, "GetVariables", payload)
    assert dict(trips.made) == {"BatchGetItem": 1}


def test_a_profile_is_checked_against_those_that_the_station_holds(station, trips):
    profile = {
        "id": 1,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Relative",
        "chargingSchedule": [
            {
                "id": 1,
                "chargingRateUnit": "W",
                "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 1}],
            }
        ],
    }
    held = {"evseId": 1, "source": "CSO", "profile": profile}
    put_record("CS1", "charging-profile", "1", held, NOW)
    trips.clear()
    other = {"evseId": 1, "chargingProfile": profile | {"id": 2}}
    assert "Profile 1 has that place" in fault(station, "SetChargingProfile", other)
    assert dict(trips.made) == {"BatchGetItem": 1, "Query": 1}


def test_what_needs_no_knowledge_reads_nothing(station, trips):
    trips.clear()
    assert fault(station, "ClearCache", {}) == ""
    assert fault(station, "Reset", {"type": "OnIdle", "evseId": 2}) == ""
    assert fault(station, "Reset", {"type": "OnIdle", "evseId": 9}) == "The station has no EVSE 9."
    assert trips.total() == 0
