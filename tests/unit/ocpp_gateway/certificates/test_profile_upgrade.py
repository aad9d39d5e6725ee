"""A station on its way to another security profile (A05, B09, ERR 2.5)."""

from datetime import timedelta
from typing import Any

import pytest

from corridor_kernel.ocpp.frames import CallError, CallResult
from ocpp_gateway import advance_upgrade
from ocpp_gateway.advance_upgrade import end_upgrade
from ocpp_gateway.certificates.revoke_certificate import revoke_certificate
from ocpp_gateway.complete_call import complete_call
from ocpp_gateway.handlers import operator
from ocpp_gateway.receive_answer import receive_answer
from ocpp_gateway.records import all_records, find_record, put_record
from ocpp_gateway.tables import StationTable
from tests.unit.ocpp_gateway.certificates import pki
from tests.unit.ocpp_gateway.certificates.test_signing import (
    Counting,
    deliver,
    issue,
    sign,
)
from tests.unit.ocpp_gateway.inbound.speaking import Crash, crash
from tests.unit.ocpp_gateway.outbound.conftest import NOW, call

URL = "wss://ocpp.example/ocpp/"


@pytest.fixture
def station(station) -> StationTable:
    station.update([StationTable.serial_number.set("SN1")])
    return station


def ask(profile: int, **more: Any) -> dict[str, Any]:
    parameters = {"station_id": "CS1", "profile": profile, "url": URL} | more
    return operator.handler({"operation": "upgrade_profile", "parameters": parameters}, None)


def answer(frame: list[Any], response: dict[str, Any]) -> None:
    receive_answer("CS1", CallResult(frame[1], response), NOW)
    complete_call(call(frame[1]), NOW)


def variable(frame: list[Any], status: str) -> dict[str, Any]:
    (datum,) = frame[3]["setVariableData"]
    named = {k: v for k, v in datum.items() if k != "attributeValue"}
    return {"setVariableResult": [named | {"attributeStatus": status}]}


def state() -> dict[str, Any]:
    return find_record("CS1", "profile-upgrade", "current")


def walk(air) -> None:
    """From the network profile to the reset."""
    (frame,) = deliver(air)
    assert frame[2] == "SetNetworkProfile"
    answer(frame, {"status": "Accepted"})
    (frame,) = deliver(air)
    assert frame[2] == "SetVariables"
    answer(frame, variable(frame, "RebootRequired"))
    (frame,) = deliver(air)
    assert frame[2:] == ["Reset", {"type": "OnIdle"}]
    answer(frame, {"status": "Scheduled"})
    assert deliver(air) == []
    assert (state()["step"], state()["status"]) == ("Reconnect", "Running")


def test_profile_2_needs_another_address(station, air):
    asked = ask(2)
    assert (asked["status"], asked["body"]["profile"]) == (202, 2)
    walk(air)
    profile = air.frames[0][1][3]
    assert profile["configurationSlot"] == 2
    assert profile["connectionData"]["ocppCsmsUrl"] == URL
    assert profile["connectionData"]["securityProfile"] == 2
    assert air.frames[1][1][3]["setVariableData"][0]["attributeValue"] == "2,1"


def test_profile_3_needs_a_certificate_first(station, air):
    ask(3)
    (trigger,) = deliver(air)
    assert trigger[3] == {"requestedMessage": "SignChargingStationCertificate"}
    answer(trigger, {"status": "Accepted"})
    assert deliver(air) == []
    sign(pki.csr())
    issue(Counting())
    (signed,) = deliver(air)
    answer(signed, {"status": "Accepted"})
    walk(air)


def test_a_station_with_a_certificate_needs_no_other(station, air):
    station.update([StationTable.certificate_expires_at.set(pki.NOW + timedelta(days=90))])
    ask(3)
    walk(air)


def test_a_refused_certificate_leaves_it_waiting(station, air):
    ask(3)
    answer(*deliver(air), {"status": "Accepted"})
    sign(pki.csr())
    issue(Counting())
    answer(*deliver(air), {"status": "Rejected"})
    assert deliver(air) == []
    assert state()["step"] == "Certificate"


@pytest.mark.parametrize("status", ["Rejected", "Failed"])
def test_a_refusal_ends_it(station, air, status):
    ask(2)
    answer(*deliver(air), {"status": status})
    assert deliver(air) == []
    assert state()["status"] == "Failed"
    assert status in state()["reason"]


def test_an_error_ends_it(station, air):
    ask(2)
    (frame,) = deliver(air)
    receive_answer("CS1", CallError(frame[1], "NotSupported", "", {}), NOW)
    complete_call(call(frame[1]), NOW)
    assert "NotSupported" in state()["reason"]


def test_an_end_that_is_told_twice_sends_nothing_twice(station, air):
    ask(2)
    (frame,) = deliver(air)
    answer(frame, {"status": "Accepted"})
    complete_call(call(frame[1]), NOW)
    assert state()["step"] == "Priority"
    assert len(deliver(air)) == 1


def test_a_crash_before_the_next_call_is_made_good(station, air, monkeypatch):
    ask(2)
    (frame,) = deliver(air)
    with monkeypatch.context() as dying:
        dying.setattr(advance_upgrade, "send_call", crash)
        with pytest.raises(Crash):
            answer(frame, {"status": "Accepted"})
    complete_call(call(frame[1]), NOW)
    (frame,) = deliver(air)
    assert frame[2] == "SetVariables"


def test_a_crash_after_the_certificate_is_made_good(station, air, monkeypatch):
    ask(3)
    answer(*deliver(air), {"status": "Accepted"})
    sign(pki.csr())
    issue(Counting())
    (signed,) = deliver(air)
    with monkeypatch.context() as dying:
        dying.setattr(advance_upgrade, "send_call", crash)
        with pytest.raises(Crash):
            answer(signed, {"status": "Accepted"})
    complete_call(call(signed[1]), NOW)
    walk(air)


def test_the_slot_is_another_than_the_active_one(station, air):
    told = {"attributes": [{"type": "Actual", "value": "2,1"}]}
    put_record("CS1", "variable", "OCPPCommCtrlr/NetworkConfigurationPriority", told, NOW)
    ask(2)
    answer(*deliver(air), {"status": "Accepted"})
    (frame,) = deliver(air)
    assert frame[3]["setVariableData"][0]["attributeValue"] == "1,2"


@pytest.mark.parametrize(
    ("reached", "profile", "more", "status"),
    [
        (None, 1, {}, 409),
        (2, 2, {}, 409),
        (3, 2, {}, 409),
        (3, 1, {"allow_downgrade": True}, 409),
        (2, 1, {"allow_downgrade": True}, 409),
        (3, 3, {"allow_downgrade": True}, 409),
        (None, 2, {"url": None}, 422),
        (None, 2, {"url": "ws://ocpp.example/ocpp/"}, 422),
        (None, 2, {"url": "https://ocpp.example/ocpp/"}, 422),
        (None, 2, {"url": "wss:///ocpp/"}, 422),
        (None, 2, {"url": "wss://[/ocpp/"}, 422),
        (None, 2, {"url": "ocpp.example"}, 422),
    ],
)
def test_what_is_not_begun(station, reached, profile, more, status):
    if reached:
        station.update([StationTable.security_profile.set(reached)])
    assert ask(profile, **more)["problem"]["status"] == status
    assert find_record("CS1", "profile-upgrade", "current") is None


def test_a_station_without_a_serial_number_gets_no_profile_3(station):
    station.update([StationTable.serial_number.remove()])
    assert ask(3)["problem"]["status"] == 409


def test_one_step_down_takes_an_operators_word(station, air):
    station.update([StationTable.security_profile.set(3)])
    assert ask(2, allow_downgrade=True)["status"] == 202
    assert StationTable.get("CS1", "station").security_profile_lowered_to == 2
    walk(air)


def test_it_is_over_when_the_station_comes_under_the_profile(station, air):
    ask(2)
    walk(air)
    end_upgrade("CS1", 1, NOW)
    assert state()["status"] == "Running"
    end_upgrade("CS1", 2, NOW)
    assert (state()["step"], state()["status"]) == ("Reconnect", "Completed")


def test_it_is_over_before_its_last_call_is_answered(station, air):
    ask(2)
    (frame,) = deliver(air)
    end_upgrade("CS1", 2, NOW)
    answer(frame, {"status": "Accepted"})
    assert deliver(air) == []
    assert state()["status"] == "Completed"


def test_a_station_that_is_on_no_way_has_none_that_ends(station):
    end_upgrade("CS1", 2, NOW)
    assert find_record("CS1", "profile-upgrade", "current") is None


def test_an_unknown_station(aws):
    assert ask(2)["problem"]["status"] == 404


@pytest.mark.parametrize("is_renewed", [False, True])
def test_a_revoked_certificate_leads_to_no_profile(station, air, is_renewed):
    authority = Counting()
    for number in range(1 + is_renewed):
        sign(pki.csr(), f"m{number}")
        issue(authority)
        (frame,) = deliver(air)
        answer(frame, {"status": "Accepted"})
    fingerprint = first_certificate()
    if is_renewed:
        another = StationTable.certificate_expires_at.set(NOW + timedelta(days=500))
        station.update([another])
    revoke_certificate("CS1", fingerprint, NOW)
    ask(3)
    (frame,) = deliver(air)
    assert frame[2] == ("SetNetworkProfile" if is_renewed else "TriggerMessage")


def first_certificate() -> str:
    return next(iter(all_records("CS1", "certificate").values()))["sha256"]
