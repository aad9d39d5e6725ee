"""When a run starts: one at a time, wherever something is due (R-BOOT-5)."""

import json
from datetime import timedelta

import pytest

from ocpp_gateway.provisioning.start_provisioning import start_if_due
from tests.unit.ocpp_gateway.provisioning.conftest import KNOWN, NOW, read_station


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"provisioned_for": KNOWN, "firmware_version": "1.3"},
        {"boot_status": "Pending"},
        {"protocol": "ocpp1.6"},
    ],
)
def test_what_was_never_provisioned_as_it_is_now_is_due(register, started, more):
    register(**more)
    assert start_if_due("CS1", NOW)
    assert len(started) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"provisioned_for": KNOWN},
        {"connection_id": None},
        {"boot_status": None},
        {"registration": "Rejected"},
        {"boot_status": "Rejected"},
        {"provisioning_policy": "OnRequest"},
    ],
)
def test_others_are_not(register, started, more):
    register(**more)
    assert start_if_due("CS1", NOW) is None
    assert len(started) == 0


def test_a_changed_model_file_is_a_reason(register, started, monkeypatch, tmp_path):
    from ocpp_gateway.provisioning import model_profiles

    register(provisioned_for=KNOWN)
    assert start_if_due("CS1", NOW) is None
    monkeypatch.setattr(model_profiles, "MODELS", tmp_path)
    (tmp_path / "other-model.yaml").write_text("refuses: [A/B]")
    assert start_if_due("CS1", NOW) is None
    (tmp_path / "acme-hpc-400.yaml").write_text("variables: {AuthCtrlr/Enabled: null}")
    model_profiles._digest.cache_clear()
    assert start_if_due("CS1", NOW)


def test_another_master_pass_group_is_a_reason(register, started, monkeypatch):
    register(provisioned_for=KNOWN)
    monkeypatch.setenv("MASTER_PASS_GROUP_ID", "MASTERS")
    assert start_if_due("CS1", NOW)


def test_a_station_that_nobody_registered_is_not(aws, started):
    assert start_if_due("nobody", NOW) is None


def test_an_operator_may_ask_for_what_is_not_due(register, started):
    register(provisioned_for=KNOWN, provisioning_policy="OnRequest")
    assert start_if_due("CS1", NOW, requested=True)
    assert len(started) == 1


@pytest.mark.parametrize("more", [{"connection_id": None}, {"boot_status": None}])
def test_nobody_may_ask_for_what_cannot_be(register, started, more):
    register(**more)
    assert start_if_due("CS1", NOW, requested=True) is None


def test_one_run_at_a_time(register, started):
    register()
    first = start_if_due("CS1", NOW)
    assert start_if_due("CS1", NOW + timedelta(minutes=59)) == first
    assert len(started) == 1


def test_a_run_that_died_without_a_word_is_replaced(register, started):
    register()
    first = start_if_due("CS1", NOW)
    second = start_if_due("CS1", NOW + timedelta(minutes=61))
    assert second not in (first, None)
    assert read_station().provisioning == second


def test_a_claim_whose_start_crashed_is_started_by_the_next(register, monkeypatch, started):
    from corridor_aws import workflows

    register()
    start, crashed = workflows.start, []

    def crash(*_):
        monkeypatch.setattr(workflows, "start", start)
        crashed.append(True)
        raise RuntimeError

    monkeypatch.setattr(workflows, "start", crash)
    with pytest.raises(RuntimeError):
        start_if_due("CS1", NOW)
    assert (crashed, len(started)) == ([True], 0)
    run_id = start_if_due("CS1", NOW)
    assert started[0] == {"station_id": "CS1", "run_id": run_id}


def test_two_at_once_make_one_run(register, started, monkeypatch):
    from ocpp_gateway.provisioning import start_provisioning

    register()
    claim, runs = start_provisioning._claim, []

    def late(station, now):
        monkeypatch.setattr(start_provisioning, "_claim", claim)
        runs.append(start_if_due("CS1", NOW))
        return claim(station, now)

    monkeypatch.setattr(start_provisioning, "_claim", late)
    assert start_if_due("CS1", NOW) is None
    assert [run["run_id"] for run in started] == runs


def queued(name):
    event = {"detail-type": name, "detail": {"data": {"station_id": "CS1"}}}
    return {"Records": [{"body": json.dumps(event)}]}


@pytest.mark.parametrize(
    ("more", "asked"),
    [
        ({"boot_status": None}, 1),
        ({"boot_status": None, "provisioning_policy": "OnRequest"}, 0),
        ({"boot_status": None, "connection_protocol": "ocpp2.0.1"}, 0),
        ({"boot_status": None, "connection_id": None}, 0),
        ({}, 0),
    ],
)
def test_a_1_6_station_that_never_booted_here_is_asked_to(
    register, started, monkeypatch, more, asked
):
    from ocpp_gateway.handlers.on_station_ready import handler
    from ocpp_gateway.provisioning import ask_for_boot

    calls = []
    monkeypatch.setattr(ask_for_boot, "send_call", lambda *call: calls.append(call))
    register(**{"connection_protocol": "ocpp1.6"} | more)
    handler(queued("StationConnected"), None)
    assert [(call[0], *call[2:]) for call in calls] == asked * [
        ("CS1", "TriggerMessage", {"requestedMessage": "BootNotification"})
    ]
    assert all(len(call[1]) <= 36 for call in calls)


@pytest.mark.parametrize("name", ["StationBooted", "StationConnected"])
def test_the_bus_brings_it(register, started, name):
    from ocpp_gateway.handlers.on_station_ready import handler

    register()
    handler(queued(name), None)
    assert len(started) == 1
