"""A run at a station of 1.6: the same machine, in words that it knows (ADR 0013, 0014)."""

from datetime import datetime, timedelta

import pytest

from corridor_kernel.ocpp.calls import Outcome
from corridor_kernel.ocpp.schemas import find_violation
from local.station16.configuration import Configuration
from ocpp_gateway import wire
from ocpp_gateway.check_call import check_call
from ocpp_gateway.complete_call import _keep_result
from ocpp_gateway.domain.calls import CallRequest
from ocpp_gateway.domain.ocpp16.saying import Asked
from ocpp_gateway.provisioning import local_list
from ocpp_gateway.provisioning.show_desired import show_desired
from ocpp_gateway.provisioning.start_provisioning import start_if_due
from ocpp_gateway.tables import CallTable
from tests.unit.ocpp_gateway.provisioning.conftest import NOW, read_station

NOT_IMPLEMENTED = {"error": {"Error": "CallError", "Cause": "SetChargingProfile: NotImplemented"}}
BOOTED = NOW - timedelta(minutes=5)


class Pilot:
    """Answers in 1.6 what was asked in 2.0.1; `asked` is what went over the wire."""

    def __init__(self) -> None:
        self.configuration = Configuration()
        self.answers: dict[str, dict] = {}
        self.asked: list[tuple[str, dict]] = []

    def __call__(self, call: dict, now: datetime) -> dict:
        request = CallRequest("CS1", call["call_id"], call["action"], call["payload"], 45)
        assert check_call(request, read_station(), now) is None
        item = CallTable("CS1", f"call#{call['call_id']}", call_id=call["call_id"])
        item.action, item.payload, item.protocol = call["action"], call["payload"], "ocpp1.6"
        said = wire.said(item, item.payload)
        if isinstance(said, Asked):
            told = self._answer(said)
            if "error" in told:
                return told
            item.response, item.violation = self._heard(item, told)
        else:
            item.response = said.response
        item.outcome, item.finished_at = Outcome.RESULT, now
        _keep_result(item)
        return {"response": item.response}

    def actions(self) -> list[str]:
        return [action for action, _ in self.asked]

    def _heard(self, item: CallTable, told: dict) -> tuple[dict, str | None]:
        from ocpp_gateway.domain.ocpp16.outbound import understand

        item.native_response = told
        return understand(item.action, item.payload, told)

    def _answer(self, said: Asked) -> dict:
        self.asked.append((said.action, said.payload))
        assert find_violation(said.action, said.payload, "ocpp1.6") is None
        if said.action in self.answers:
            return self.answers[said.action]
        return getattr(self, said.action)(**said.payload)

    def GetConfiguration(self, key: list | None = None) -> dict:
        known, unknown = self.configuration.told(key)
        return {"configurationKey": known, "unknownKey": unknown}

    def ChangeConfiguration(self, key: str, value: str) -> dict:
        return {"status": self.configuration.change(key, value)}

    def SetChargingProfile(self, connectorId: int, csChargingProfiles: dict) -> dict:
        return {"status": "Accepted"}


@pytest.fixture
def pilot() -> Pilot:
    return Pilot()


@pytest.fixture
def at_work(register, monkeypatch):
    """A station registered for 2.0.1 that came with 1.6; its list is looked at elsewhere."""
    monkeypatch.setattr(local_list, "sync_local_list", lambda *_: None)

    def at_work(**more):
        spoken = {"connection_protocol": "ocpp1.6", "booted_at": BOOTED}
        return register(**(spoken | more))

    return at_work


def test_it_ends_with_what_is_wanted_a_key_at_a_time(at_work, pilot, play):
    at_work()
    record = play(replies=pilot)
    assert (record["inventory"], record["phase"]) == (True, "Release")
    assert pilot.configuration.text("TransactionMessageAttempts") == "20"
    assert pilot.configuration.text("ClockAlignedDataInterval") == "900"
    assert all("key" in payload for action, payload in pilot.asked if action[:6] == "Change")
    assert read_station().provisioned_for is not None
    assert "TriggerMessage" not in pilot.actions()


def test_what_1_6_has_no_key_for_is_not_supported_and_not_asked(at_work, pilot, play):
    at_work()
    play(replies=pilot)
    shown = {one["key"]: one["state"] for one in show_desired("CS1", NOW)["variables"]}
    assert shown["TariffCostCtrlr/Currency"] == "NotSupported"
    assert shown["AuthCacheCtrlr/Enabled"] == "NotSupported"
    assert shown["TxCtrlr/EVConnectionTimeOut"] == "InSync"


def test_a_station_that_tells_nothing_is_set_up_all_the_same(at_work, pilot, play):
    at_work()
    pilot.answers["GetConfiguration"] = NOT_IMPLEMENTED
    play(replies=pilot)
    shown = {one["key"]: one["state"] for one in show_desired("CS1", NOW)["variables"]}
    assert pilot.configuration.text("ConnectionTimeOut") == "120"
    assert shown["TariffCostCtrlr/Currency"] == "NotSupported"
    assert {p["key"] for a, p in pilot.asked if a == "ChangeConfiguration"} >= {"HeartbeatInterval"}


def test_nobody_resets_a_station_that_may_be_charging(at_work, pilot, play):
    at_work()
    record = play(replies=pilot)
    (failure,) = record["failures"]
    assert (failure["what"], failure["why"].partition(":")[0]) == ("Reset", "NotSupported")
    assert "Reset" not in pilot.actions()


def test_a_key_that_waits_for_a_reboot_is_as_wanted_after_the_stations_own(at_work, pilot, play):
    at_work()
    play(replies=pilot)
    at_work(booted_at=NOW + timedelta(minutes=1), firmware_version="2")
    pilot.asked.clear()
    record = play(NOW + timedelta(minutes=2), replies=pilot)
    assert (record["state"], pilot.actions()) == ("Complete", ["GetConfiguration"])


def test_failsafe_profiles_hold_for_the_whole_station(at_work, pilot, play):
    at_work(failsafe={"station_w": 300_000, "evse_w": 11_000})
    pilot.configuration.change("WebSocketPingInterval", "120")
    assert play(replies=pilot)["failures"] == []
    sent = [payload for action, payload in pilot.asked if action == "SetChargingProfile"]
    found = [(one["connectorId"], one["csChargingProfiles"]) for one in sent]
    purposes = [profile["chargingProfilePurpose"] for _, profile in found]
    assert purposes == ["ChargePointMaxProfile", "TxDefaultProfile"]
    assert {place for place, _ in found} == {0}
    assert {profile["chargingSchedule"]["chargingRateUnit"] for _, profile in found} == {"W"}


def test_amperes_where_it_knows_current_alone(at_work, pilot, play):
    at_work(failsafe={"evse_w": 11_000})
    pilot.configuration = Configuration({"ChargingScheduleAllowedChargingRateUnit": "Current"})
    play(replies=pilot)
    (payload,) = [payload for action, payload in pilot.asked if action == "SetChargingProfile"]
    schedule = payload["csChargingProfiles"]["chargingSchedule"]
    assert schedule["chargingSchedulePeriod"] == [{"startPeriod": 0, "limit": 15.9}]
    assert schedule["chargingRateUnit"] == "A"


@pytest.mark.parametrize("answer", [{"status": "NotSupported"}, NOT_IMPLEMENTED])
def test_profiles_that_are_not_supported_are_noted_and_not_tried_again(
    at_work, pilot, play, answer
):
    at_work(failsafe={"evse_w": 11_000})
    pilot.configuration.change("WebSocketPingInterval", "120")
    pilot.answers["SetChargingProfile"] = answer
    (failure,) = play(replies=pilot)["failures"]
    assert failure["phase"] == "ChargingProfiles"
    assert failure["why"] in ("NotSupported", "SetChargingProfile: NotImplemented")
    assert start_if_due("CS1", NOW) is None
