"""A provisioning run from its first turn to its last (R-BOOT-2, 5, 6, 7; R-SC-7)."""

from datetime import timedelta
from functools import partial

import pytest

from corridor_kernel.times import to_text
from ocpp_gateway.prices.want_prices import want_prices
from ocpp_gateway.provisioning.start_provisioning import start_if_due
from tests.station_calls import station_calls
from tests.unit.ocpp_gateway.provisioning.conftest import KNOWN, NOW, ask, lead, read_station

OFFLINE = {"error": {"Error": "StationOffline", "Cause": "The station is not connected."}}
SILENT = {"error": {"Error": "CallTimeout", "Cause": "No answer."}}
REFUSED = {"error": {"Error": "CallError", "Cause": "SetVariables: InternalError"}}
NOT_SUPPORTED = {"error": {"Error": "CallError", "Cause": "GetBaseReport: NotSupported"}}


def test_a_station_ends_with_what_is_wanted(register, roadside, play):
    register()
    record = play()
    assert (record["state"], record["failures"]) == ("Complete", [])
    assert roadside.variables["AuthCtrlr/LocalPreAuthorize"] == "false"
    assert roadside.variables["AuthCacheCtrlr/LifeTime"] == "302400"
    assert roadside.variables["TariffCostCtrlr/Currency"] == "EUR"
    station = read_station()
    assert station.provisioned_for == KNOWN
    assert station.provisioning is None


def test_what_is_as_wanted_and_what_is_not_there_is_not_set(register, roadside, play):
    register()
    play()
    sent = [
        (item["component"]["name"], item["variable"]["name"])
        for action, payload in roadside.asked
        if action == "SetVariables"
        for item in payload["setVariableData"]
    ]
    assert sorted(sent) == [
        ("AuthCacheCtrlr", "LifeTime"),
        ("AuthCtrlr", "LocalPreAuthorize"),
        ("OCPPCommCtrlr", "OfflineThreshold"),
        ("OCPPCommCtrlr", "QueueAllMessages"),
        ("TariffCostCtrlr", "Currency"),
    ]


def test_messages_keep_the_limits_that_the_station_reported(register, roadside, play):
    register()
    play()
    sizes = {
        action: [len(next(iter(p.values()))) for a, p in roadside.asked if a == action]
        for action in ("SetVariables", "GetVariables")
    }
    assert sizes == {"SetVariables": [3, 2], "GetVariables": [2, 2, 1]}


def test_messages_keep_the_limit_in_bytes(register, roadside, play):
    register()
    roadside.variables["DeviceDataCtrlr/BytesPerMessage[SetVariables]"] = "150"
    play()
    sizes = [len(p["setVariableData"]) for a, p in roadside.asked if a == "SetVariables"]
    assert sizes == [1, 1, 1, 1, 1]


def test_a_new_station_is_released_by_a_boot(register, roadside, play):
    register(is_new=True, boot_status="Pending")
    play()
    assert roadside.actions()[-1] == "TriggerMessage"
    assert roadside.asked[-1][1] == {"requestedMessage": "BootNotification"}
    assert read_station().is_new is None


def test_it_is_new_no_more_before_it_is_asked_to_boot(register, roadside, play):
    register(is_new=True, boot_status="Pending")
    seen = []

    def boot(payload):
        seen.append(read_station().is_new)
        return {"response": {"status": "Accepted"}}

    roadside.refusing["TriggerMessage"] = boot
    play()
    assert seen == [None]


def test_who_is_accepted_or_held_by_the_operator_is_not_asked_to_boot(register, roadside, play):
    register()
    play()
    register(registration="Pending", boot_status="Pending")
    play()
    assert "TriggerMessage" not in roadside.actions()


def test_a_page_0_that_never_comes_holds_nothing_up(register, roadside, play):
    register()
    roadside.pages = (1, 2)
    record = play()
    assert roadside.actions().count("GetBaseReport") == 3
    assert record["state"] == "Incomplete"
    assert [failure["what"] for failure in record["failures"]] == ["FullInventory"]
    assert roadside.variables["TariffCostCtrlr/Currency"] == "EUR"


@pytest.mark.parametrize(
    ("tries", "provisioned_for"),
    [
        (((1, 2), (1, 2), (1, 2)), KNOWN),
        (((1, 2), (0, 1), (1, 2)), None),
        (((0,), (), (0, 1)), None),
        (((), (), ()), None),
    ],
)
def test_only_a_station_that_is_built_so_is_not_asked_at_each_connect(
    register, roadside, play, tries, provisioned_for
):
    register()
    coming = iter(tries)

    def report(payload):
        roadside.pages = next(coming)
        return {"response": {"status": "Accepted"}}

    roadside.refusing["GetBaseReport"] = report
    assert play()["state"] == "Incomplete"
    assert next(coming, None) is None
    assert read_station().provisioned_for == provisioned_for


def test_a_report_is_asked_for_again_under_another_number(register, roadside, play):
    register()
    roadside.pages = ()
    play()
    ids = [p["requestId"] for a, p in roadside.asked if a == "GetBaseReport"]
    assert len(set(ids)) == 3
    assert all(0 <= number < 2**31 for number in ids)


@pytest.mark.parametrize("refusal", [NOT_SUPPORTED, {"response": {"status": "NotSupported"}}])
def test_a_station_without_reports_is_provisioned_all_the_same(register, roadside, play, refusal):
    register()
    roadside.refusing["GetBaseReport"] = refusal
    record = play()
    assert record["failures"][0]["phase"] == "Report"
    assert roadside.variables["TariffCostCtrlr/Currency"] == "EUR"
    assert read_station().provisioned_for == KNOWN


def test_a_message_that_is_refused_whole_is_tried_in_halves(register, roadside, play):
    register()
    roadside.refusing["SetVariables"] = lambda payload: (
        REFUSED
        if len(payload["setVariableData"]) > 1
        else {"response": roadside.SetVariables(payload)}
    )
    assert play()["state"] == "Complete"
    assert roadside.variables["TariffCostCtrlr/Currency"] == "EUR"


def test_one_refused_variable_is_written_down_and_no_other_suffers(register, roadside, play):
    register()
    roadside.statuses["TariffCostCtrlr/Currency"] = "Rejected"
    record = play()
    failure = {"phase": "ReadBack", "what": "TariffCostCtrlr/Currency", "why": "Rejected"}
    assert record["failures"] == [failure]
    assert roadside.variables["AuthCacheCtrlr/LifeTime"] == "302400"
    assert read_station().provisioned_for is not None


def test_a_station_that_accepts_and_keeps_another_value_is_found_out(register, roadside, play):
    register()
    kept = roadside.SetVariables

    def liar(payload):
        response = kept(payload)
        roadside.variables["TariffCostCtrlr/Currency"] = "USD"
        return {"response": response}

    roadside.refusing["SetVariables"] = liar
    (failure,) = play()["failures"]
    assert (failure["what"], failure["why"]) == ("TariffCostCtrlr/Currency", "Pending")


def test_a_silent_station_is_tried_through_all_phases_and_again_later(register, roadside, play):
    register(is_new=True, boot_status="Pending", failsafe={"station_w": 300000})
    for action in ("GetBaseReport", "SetVariables", "SetChargingProfile", "TriggerMessage"):
        roadside.refusing[action] = SILENT
    record = play()
    phases = {failure["phase"] for failure in record["failures"]}
    assert phases == {"Report", "Variables", "ChargingProfiles", "Release"}
    station = read_station()
    assert (station.provisioned_for, station.is_new) == (None, None)


def test_a_cut_link_is_waited_for(register, roadside, play):
    register()
    answers = [OFFLINE, OFFLINE]
    roadside.refusing["GetBaseReport"] = lambda _: (
        answers.pop() if answers else {"response": {"status": "Accepted"}}
    )
    assert play()["state"] == "Complete"
    assert roadside.actions().count("GetBaseReport") == 3


def test_one_reset_for_what_needs_it_and_not_one_more(register, roadside, play):
    register(is_new=True, boot_status="Pending")
    roadside.statuses["TariffCostCtrlr/Currency"] = "RebootRequired"
    play()
    assert roadside.asked[-1] == ("Reset", {"type": "OnIdle"})
    assert read_station().provisioned_for is None
    roadside.asked.clear()
    register(booted_at=NOW + timedelta(minutes=1))
    record = play(NOW + timedelta(minutes=2))
    assert "Reset" not in roadside.actions()
    assert [failure["what"] for failure in record["failures"]] == ["Reset"]


def test_a_reset_that_helped_leaves_nothing_to_do(register, roadside, play):
    register()
    roadside.statuses["TariffCostCtrlr/Currency"] = "RebootRequired"
    play()
    roadside.statuses.clear()
    roadside.variables["TariffCostCtrlr/Currency"] = "EUR"
    register(booted_at=NOW + timedelta(minutes=1))
    roadside.asked.clear()
    assert play(NOW + timedelta(minutes=2))["state"] == "Complete"
    assert roadside.actions() == ["GetBaseReport"]
    assert read_station().provisioned_for is not None


def test_the_failsafe_limits_become_profiles(register, roadside, play):
    register(failsafe={"station_w": 300000, "evse_w": 11000})
    play()
    found = [
        (
            payload["evseId"],
            payload["chargingProfile"]["chargingProfilePurpose"],
            payload["chargingProfile"]["stackLevel"],
            payload["chargingProfile"]["chargingSchedule"][0]["chargingSchedulePeriod"],
        )
        for payload in roadside.profiles
    ]
    assert found == [
        (0, "ChargingStationMaxProfile", 0, [{"startPeriod": 0, "limit": 300000}]),
        (0, "TxDefaultProfile", 0, [{"startPeriod": 0, "limit": 11000}]),
    ]


def test_a_station_that_counts_in_amperes_gets_amperes(register, roadside, play):
    register(failsafe={"evse_w": 11000})
    roadside.variables["SmartChargingCtrlr/RateUnit"] = "A"
    play()
    (payload,) = roadside.profiles
    (schedule,) = payload["chargingProfile"]["chargingSchedule"]
    assert schedule["chargingRateUnit"] == "A"
    assert schedule["chargingSchedulePeriod"] == [{"startPeriod": 0, "limit": 15.9}]


def test_without_limits_no_profile_is_sent(register, roadside, play):
    register()
    play()
    assert roadside.profiles == []


def test_a_doubt_that_comes_up_meanwhile_brings_another_run(register, roadside, started):
    register()
    start_if_due("CS1", NOW)
    station = read_station()
    station.update([type(station).provisioned_for.remove()])
    lead(started[0], partial(ask, roadside))
    assert len(started) == 2
    lead(started[1], partial(ask, roadside))
    assert read_station().provisioned_for == KNOWN


def test_a_turn_that_is_taken_twice_asks_the_same(register, started):
    from ocpp_gateway.provisioning.take_turn import take_turn

    register()
    start_if_due("CS1", NOW)
    assert take_turn(started[0], NOW) == take_turn(started[0], NOW)


def test_a_machine_that_failed_frees_the_station(register, started):
    from ocpp_gateway.handlers.provision_station import handler
    from ocpp_gateway.records import find_record

    register()
    start_if_due("CS1", NOW)
    handler({**started[0], "failure": {"Error": "Sandbox.Timedout"}}, None)
    station = read_station()
    assert (station.provisioning, station.provisioned_for) == (None, None)
    assert find_record("CS1", "provisioning", "run")["state"] == "Incomplete"


def test_a_run_that_is_not_the_open_one_frees_nobody(register, roadside, started):
    register()
    start_if_due("CS1", NOW)
    station = read_station()
    station.update([type(station).provisioning.set("another")])
    lead(started[0], partial(ask, roadside))
    assert read_station().provisioning == "another"


def test_a_run_that_ends_twice_starts_no_other(register, roadside, started):
    from ocpp_gateway.provisioning import take_turn

    register()
    start_if_due("CS1", NOW)
    lead(started[0], partial(ask, roadside))
    run = take_turn.run_of(started[0], NOW)
    take_turn.conclude(run, take_turn.Progress("ACME", "2050-01-01T00:00:00.000Z"))
    assert (len(started), read_station().provisioned_for) == (1, KNOWN)


def test_a_station_that_was_left_alone_shows_its_prices_from_then_on(register, roadside, started):
    register(provisioning_policy="OnRequest")
    texts = [{"language": "de", "text": "0,59 EUR je kWh", "short": "0,59 EUR/kWh"}]
    wanted = {"revision": 1, "prices": [{"tariff_id": "T1", "texts": texts}]}
    want_prices(wanted | {"station_id": "CS1", "from": to_text(NOW), "currency": "EUR"}, NOW)
    assert station_calls() == []
    start_if_due("CS1", NOW, requested=True)
    lead(started[-1], partial(ask, roadside))
    assert station_calls() != []
