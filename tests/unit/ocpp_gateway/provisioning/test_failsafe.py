"""Fail-safe limits that an operator changes after registration (R-SC-6, 7)."""

from functools import partial

import pytest

from corridor_kernel.problems import Problem
from ocpp_gateway.provisioning.put_failsafe import put_failsafe
from ocpp_gateway.provisioning.start_provisioning import start_if_due
from tests.unit.ocpp_gateway.provisioning.conftest import KNOWN, NOW, ask, lead, read_station

BUSY = {"error": {"Error": "CallError", "Cause": "SetChargingProfile: InternalError"}}
CUT = {"error": {"Error": "StationDisconnected", "Cause": "gone"}}


@pytest.fixture
def calls(roadside):
    """What the station was told of charging profiles: `(action, profile id)` in order."""

    def calls():
        return [
            (action, payload.get("chargingProfileId") or payload["chargingProfile"]["id"])
            for action, payload in roadside.asked
            if action.endswith("ChargingProfile")
        ]

    return calls


def test_a_change_starts_a_run_that_installs_it(register, roadside, started, calls):
    register(provisioned_for=KNOWN)
    shown = put_failsafe("CS1", {"station_w": 100_000, "evse_w": 11_000}, NOW)
    assert shown["open_run"] == started[0]["run_id"]
    lead(started[0], partial(ask, roadside))
    assert calls() == [("SetChargingProfile", 1), ("SetChargingProfile", 2)]
    assert read_station().provisioned_for == KNOWN


def test_a_limit_that_is_not_named_is_taken_back(register, roadside, started, calls):
    register(failsafe={"station_w": 100_000, "evse_w": 11_000})
    assert put_failsafe("CS1", {"evse_w": 7_000}, NOW)["station_w"] is None
    record = lead(started[0], partial(ask, roadside))
    assert calls() == [("ClearChargingProfile", 1), ("SetChargingProfile", 2)]
    assert record["failures"] == []


@pytest.mark.parametrize("policy", ["BeforeService", "OnRequest"])
def test_a_change_in_the_middle_of_a_run_brings_another(register, roadside, started, calls, policy):
    register(failsafe={"station_w": 100_000, "evse_w": 11_000}, provisioning_policy=policy)
    start_if_due("CS1", NOW, requested=True)

    def changed(payload):
        roadside.refusing.clear()
        put_failsafe("CS1", {"station_w": 50_000}, NOW)
        return BUSY

    roadside.refusing["SetChargingProfile"] = changed
    (failure,) = lead(started[0], partial(ask, roadside))["failures"]
    assert failure["what"] == "ChargingStationMaxProfile"
    roadside.asked.clear()
    lead(started[1], partial(ask, roadside))
    assert calls() == [("ClearChargingProfile", 2), ("SetChargingProfile", 1)]
    limit = roadside.profiles[-1]["chargingProfile"]["chargingSchedule"][0]
    assert limit["chargingSchedulePeriod"][0]["limit"] == 50_000
    assert len(started) == 2


def test_a_cut_link_asks_the_same_again(register, roadside, started, calls):
    register(failsafe={"evse_w": 11_000})
    start_if_due("CS1", NOW)
    cuts = [CUT]
    roadside.refusing["SetChargingProfile"] = lambda payload: (
        cuts.pop() if cuts else {"response": roadside.SetChargingProfile(payload)}
    )
    assert lead(started[0], partial(ask, roadside))["failures"] == []
    assert calls() == 2 * [("SetChargingProfile", 2)]


def test_who_is_away_gets_it_when_it_comes(register, started):
    register(provisioned_for=KNOWN, connection_id=None)
    assert put_failsafe("CS1", {"evse_w": 7_000}, NOW)["open_run"] is None
    register(connection_id="back", provisioned_for=read_station().provisioned_for)
    assert start_if_due("CS1", NOW)


@pytest.mark.parametrize(
    ("station_id", "limits", "status"), [("CS1", {"evse_w": 0}, 422), ("nobody", {}, 404)]
)
def test_what_cannot_be_is_refused(register, station_id, limits, status):
    register()
    with pytest.raises(Problem) as refused:
        put_failsafe(station_id, limits, NOW)
    assert refused.value.status == status
