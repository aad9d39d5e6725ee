"""A complete report drops what it was asked about and does not tell (K09, N02, O03, R-BOOT-5)."""

from datetime import timedelta
from typing import Any

import pytest

from ocpp_gateway import record_page
from ocpp_gateway.domain.connection import Connection, Request
from ocpp_gateway.records import put_record
from ocpp_gateway.routes import ROUTES
from tests.unit.ocpp_gateway.inbound.speaking import Crash, crash
from tests.unit.ocpp_gateway.outbound.conftest import NOW
from tests.unit.ocpp_gateway.outbound.results import keep, records

PERIOD = [{"startPeriod": 0, "limit": 1}]
SCHEDULE = {"id": 1, "chargingRateUnit": "W", "chargingSchedulePeriod": PERIOD}


def profile(id: int) -> dict[str, Any]:
    return {
        "id": id,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Relative",
        "chargingSchedule": [SCHEDULE],
    }


def held(id: int, evse_id: int = 1, source: str = "CSO") -> dict[str, Any]:
    return {"evseId": evse_id, "source": source, "profile": profile(id)}


def told(*ids: int) -> dict[str, Any]:
    return {
        "requestId": 7,
        "chargingLimitSource": "CSO",
        "evseId": 1,
        "chargingProfile": [profile(id) for id in ids],
    }


def report(action: str, payload: dict[str, Any], after_s: float = 1) -> None:
    answer = ROUTES["ocpp2.0.1"][action].answer
    connection = Connection("S=", "CS1", "S1", "ocpp2.0.1", "Accepted")
    now = NOW + timedelta(seconds=after_s)
    assert answer is not None
    answer(Request(connection, f"m{after_s}", action, payload, now))


def ask(status: str = "Accepted", **more: Any) -> None:
    payload = {"requestId": 7, "chargingProfile": {"stackLevel": 0}} | more
    keep("GetChargingProfiles", payload, {"status": status})


@pytest.fixture
def before(station) -> None:
    """Profiles 1, 2 and 3 are known before anybody asks."""
    for id in (1, 2, 3):
        put_record("CS1", "charging-profile", str(id), held(id), NOW - timedelta(hours=1))


@pytest.mark.parametrize("asked_first", [True, False])
def test_what_a_complete_report_leaves_out_is_gone(before, asked_first):
    if asked_first:
        ask()
    report("ReportChargingProfiles", told(1) | {"tbc": True})
    assert set(records("charging-profile")) == {"1", "2", "3"}
    report("ReportChargingProfiles", told(2), 2)
    if not asked_first:
        assert set(records("charging-profile")) == {"1", "2", "3"}
        ask()
    assert set(records("charging-profile")) == {"1", "2"}


def test_a_crash_after_the_last_page_is_made_good_by_its_replay(before, monkeypatch):
    ask()
    with monkeypatch.context() as dying:
        dying.setattr(record_page, "drop_vanished", crash)
        with pytest.raises(Crash):
            report("ReportChargingProfiles", told(1))
    report("ReportChargingProfiles", told(1))
    assert set(records("charging-profile")) == {"1"}


def test_a_page_may_overtake_the_answer(before):
    """Frames run beside each other: a page can be taken a moment before its call has ended."""
    report("ReportChargingProfiles", told(1), -0.01)
    ask()
    assert set(records("charging-profile")) == {"1"}


def test_what_was_set_since_stays(before):
    ask()
    put_record("CS1", "charging-profile", "9", held(9), NOW + timedelta(seconds=1))
    report("ReportChargingProfiles", told(1), 2)
    assert set(records("charging-profile")) == {"1", "9"}


@pytest.mark.parametrize(
    ("more", "left"),
    [
        ({}, {"1"}),
        ({"evseId": 2}, {"1", "2", "3"}),
        ({"chargingProfile": {"chargingProfileId": [1, 2]}}, {"1", "3"}),
        ({"chargingProfile": {"stackLevel": 5}}, {"1", "2", "3"}),
        ({"chargingProfile": {"chargingLimitSource": ["EMS"]}}, {"1", "2", "3"}),
        ({"chargingProfile": {"chargingProfilePurpose": "TxProfile"}}, {"1", "2", "3"}),
    ],
)
def test_what_was_not_asked_about_stays(before, more, left):
    ask(**more)
    report("ReportChargingProfiles", told(1))
    assert set(records("charging-profile")) == left


def test_a_station_that_holds_none_holds_none(before):
    ask("NoProfiles")
    assert records("charging-profile") == {}


MESSAGE = {"id": 1, "priority": "InFront", "message": {"format": "UTF8", "content": "Hi"}}


@pytest.mark.parametrize(
    ("more", "left"),
    [
        ({}, set()),
        ({"id": [5]}, {"1"}),
        ({"priority": "AlwaysFront"}, {"1"}),
        ({"state": "Idle"}, {"1"}),
        ({"id": [1], "priority": "InFront"}, set()),
    ],
)
def test_messages_that_are_not_told_are_gone(station, more, left):
    put_record("CS1", "display-message", "1", MESSAGE, NOW - timedelta(hours=1))
    keep("GetDisplayMessages", {"requestId": 7} | more, {"status": "Unknown"})
    assert set(records("display-message")) == left


@pytest.mark.parametrize(
    ("more", "left"), [({}, set()), ({"monitoringCriteria": ["DeltaMonitoring"]}, {"1"})]
)
def test_monitors_that_are_not_told_are_gone(station, more, left):
    put_record("CS1", "monitor", "1", {}, NOW - timedelta(hours=1))
    keep("GetMonitoringReport", {"requestId": 7} | more, {"status": "EmptyResultSet"})
    assert set(records("monitor")) == left


VARIABLE = {
    "component": {"name": "C"},
    "variable": {"name": "New"},
    "variableAttribute": [{"value": "1"}],
}


@pytest.mark.parametrize(
    ("base", "left"),
    [("FullInventory", {"C/New"}), ("ConfigurationInventory", {"C/New", "C/Old"})],
)
def test_variables_that_a_new_firmware_lacks_are_gone(station, base, left):
    put_record("CS1", "variable", "C/Old", {}, NOW - timedelta(hours=1))
    keep("GetBaseReport", {"requestId": 7, "reportBase": base}, {"status": "Accepted"})
    page = {"requestId": 7, "generatedAt": "2026-11-22T14:00:00Z", "seqNo": 0}
    report("NotifyReport", page | {"reportData": [VARIABLE]})
    assert set(records("variable")) == left


def test_an_empty_inventory_drops_nothing(station):
    put_record("CS1", "variable", "C/Old", {}, NOW - timedelta(hours=1))
    asked = {"requestId": 7, "reportBase": "FullInventory"}
    keep("GetBaseReport", asked, {"status": "EmptyResultSet"})
    assert set(records("variable")) == {"C/Old"}
