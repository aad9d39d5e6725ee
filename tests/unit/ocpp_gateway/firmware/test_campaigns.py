"""A campaign from its making to its end, whatever crashes, repeats or comes out of order."""

import json
from datetime import timedelta

import pytest

from corridor_kernel.problems import Problem
from ocpp_gateway.domain.firmware_update import call_id_of, request_id_of
from ocpp_gateway.firmware import change_update as change_update_module
from ocpp_gateway.firmware import next_step as next_step_module
from ocpp_gateway.firmware.begin_update import begin_update
from ocpp_gateway.firmware.campaign_items import campaigns_of, current_key
from ocpp_gateway.firmware.change_campaign import change_campaign
from ocpp_gateway.firmware.create_campaign import create_campaign
from ocpp_gateway.firmware.give_up_update import give_up_update
from ocpp_gateway.firmware.hear_station import (
    hear_answer,
    hear_booted,
    hear_connected,
    hear_status,
)
from ocpp_gateway.firmware.meet_deadline import meet_campaign_due, meet_update_overdue
from ocpp_gateway.firmware.next_step import next_step
from ocpp_gateway.firmware.show_campaign import list_campaigns, show_campaign
from ocpp_gateway.firmware.steer_campaign import cancel_campaign, resume_campaign
from ocpp_gateway.handlers import on_campaign_event
from ocpp_gateway.tables import CampaignTable
from tests.station_calls import station_calls
from tests.unit.ocpp_gateway.firmware.conftest import (
    FIRMWARE,
    NOW,
    plan,
    policy,
    save_station,
    wait_for_news,
)

EVENING = "2026-11-22T18:00:00Z"


def begin(campaign_id, station_id="CS1", attempt=1, token="t1"):
    begin_update(campaign_id, station_id, attempt, token, NOW)


def status(campaign_id, status, station_id="CS1", attempt=1):
    request_id = request_id_of(campaign_id, station_id, attempt)
    data = {"station_id": station_id, "process": "firmware-update", "request_id": request_id}
    hear_status(data | {"status": status}, NOW)


def answer(campaign_id, outcome, station_id="CS1", **more):
    call_id = call_id_of(campaign_id, station_id, 1)
    hear_answer({"station_id": station_id, "call_id": call_id, "outcome": outcome} | more, NOW)


def seen(campaign_id, station_id="CS1"):
    stations = show_campaign(campaign_id)["stations"]
    return next(s for s in stations if s["station_id"] == station_id)


def test_those_online_go_first_and_the_first_is_the_canary(campaign, machine):
    assert machine.started == [f"{campaign}-0"]
    assert plan(campaign) == {"step": "Wave", "stations": [{"station_id": "CS1", "attempt": 1}]}
    stations = show_campaign(campaign)["stations"]
    assert [(s["station_id"], s["canary"]) for s in stations] == [
        ("CS1", True),
        ("CS2", False),
        ("CS3", False),
    ]


def test_a_turn_sends_the_firmware_and_waits(campaign, machine):
    begin(campaign)
    (call,) = station_calls()
    assert (call["action"], call["call_id"]) == ("UpdateFirmware", call_id_of(campaign, "CS1", 1))
    assert call["payload"] == {
        "requestId": request_id_of(campaign, "CS1", 1),
        "firmware": {
            "location": FIRMWARE["location"],
            "retrieveDateTime": "2026-11-22T12:00:00.000Z",
            "signature": "c2ln",
            "signingCertificate": "PEM",
        },
    }
    assert machine.completed == []
    assert seen(campaign)["state"] == "Updating"


def test_a_turn_that_is_taken_twice_is_one_attempt_and_wakes_the_second(campaign, machine):
    begin(campaign, token="t1")
    begin(campaign, token="t2")
    assert {call["call_id"] for call in station_calls()} == {call_id_of(campaign, "CS1", 1)}
    status(campaign, "Installed")
    assert machine.completed == [("t2", {"state": "Installed"})]
    begin(campaign, token="t3")
    assert machine.tokens == ["t2", "t3"]


def test_a_station_that_installed_is_done(campaign, machine):
    begin(campaign)
    for word in ("Downloading", "Installed", "Installing", "Installed"):
        status(campaign, word)
    assert seen(campaign)["state"] == "Installed"
    step = plan(campaign)
    assert [s["station_id"] for s in step["stations"]] == ["CS2"]


def test_a_boot_with_the_firmware_is_enough(campaign, machine):
    begin(campaign)
    hear_booted({"station_id": "CS1", "firmware_version": "1.0"}, NOW)
    assert seen(campaign)["state"] == "Updating"
    hear_booted({"station_id": "CS1", "firmware_version": "1.1"}, NOW)
    assert seen(campaign)["history"][-1]["what"] == "Booted 1.1"
    assert machine.completed == [("t1", {"state": "Installed"})]


def test_a_station_that_has_it_already_is_not_asked(campaign, machine):
    save_station("CS1", version="1.1")
    begin(campaign)
    assert station_calls() == []
    assert seen(campaign)["state"] == "Installed"
    assert machine.tokens == ["t1"]


@pytest.mark.parametrize("word", ["DownloadFailed", "InvalidSignature", "InstallationFailed"])
def test_a_failed_canary_pauses_it_until_it_is_resumed(campaign, machine, outbox, word):
    begin(campaign)
    status(campaign, word)
    assert machine.tokens == ["t1"]
    step = plan(campaign)
    assert step["step"] == "Wait"
    assert show_campaign(campaign)["state"] == "Paused"
    assert wait_for_news(campaign, step["news"], "w1")
    hear_connected({"station_id": "CS2"})
    assert machine.tokens == ["t1"]
    resume_campaign(campaign, NOW + timedelta(seconds=1))
    assert machine.tokens == ["t1", "w1"]
    assert [s["station_id"] for s in plan(campaign, 1)["stations"]] == ["CS2"]
    told = [data["state"] for name, data in outbox() if name == "FirmwareCampaignChanged"]
    assert sorted(told) == ["Paused", "Running", "Running"]


def test_a_station_that_comes_back_has_its_turn(campaign, machine):
    for number in (1, 2):
        begin(campaign, f"CS{number}", token=f"t{number}")
        status(campaign, "Installed", f"CS{number}")
    step = plan(campaign)
    assert step["step"] == "Wait"
    assert wait_for_news(campaign, step["news"], "w1")
    save_station("CS3")
    hear_connected({"station_id": "CS3"})
    assert machine.tokens[-1] == "w1"
    assert plan(campaign)["stations"] == [{"station_id": "CS3", "attempt": 1}]


@pytest.mark.parametrize(
    ("name", "data", "noted"),
    [
        ("StationBooted", {"firmware_version": "1.1"}, "Booted 1.1"),
        (
            "FirmwareStatusChanged",
            {"process": "firmware-update", "status": "Downloading"},
            "Downloading",
        ),
    ],
)
def test_the_queue_brings_it(campaign, machine, name, data, noted):
    begin(campaign)
    request = {"request_id": request_id_of(campaign, "CS1", 1)} if "process" in data else {}
    event = {"detail-type": name, "detail": {"data": {"station_id": "CS1"} | data | request}}
    on_campaign_event.handler({"Records": [{"body": json.dumps(event)}]}, None)
    assert seen(campaign)["history"][-1]["what"] == noted


def test_who_comes_back_between_plan_and_wait_is_not_slept_through(campaign, machine):
    for number in (1, 2):
        begin(campaign, f"CS{number}")
        status(campaign, "Installed", f"CS{number}")
    step = plan(campaign)
    hear_connected({"station_id": "CS3"})
    assert not wait_for_news(campaign, step["news"], "w1")


def test_what_comes_late_is_noted_and_what_is_there_counts(campaign, machine):
    begin(campaign)
    status(campaign, "InstallationFailed")
    status(campaign, "Downloading")
    answer(campaign, "Result", response={"status": "Accepted"})
    assert seen(campaign)["state"] == "Failed"
    told = [note["what"] for note in seen(campaign)["history"]]
    assert told == ["Asked", "InstallationFailed", "Downloading", "Accepted"]
    status(campaign, "Installed")
    assert seen(campaign)["state"] == "Installed"


def test_who_is_done_is_no_news_when_it_comes_back(campaign, machine):
    begin(campaign)
    status(campaign, "InstallationFailed")
    news = CampaignTable.get(campaign, "campaign").news
    hear_connected({"station_id": "CS1"})
    assert CampaignTable.get(campaign, "campaign").news == news
    hear_connected({"station_id": "CS2"})
    assert CampaignTable.get(campaign, "campaign").news == news + 1


def test_offline_is_no_failure(campaign, machine):
    begin(campaign)
    answer(campaign, "Offline", error_description="The station is not connected.")
    assert (seen(campaign)["state"], seen(campaign)["failures"]) == ("Waiting", 0)
    assert machine.tokens == ["t1"]
    assert plan(campaign)["stations"] == [{"station_id": "CS1", "attempt": 2}]


@pytest.mark.parametrize("outcome", ["Timeout", "Disconnected"])
def test_a_lost_answer_is_waited_for(campaign, machine, outcome):
    begin(campaign)
    answer(campaign, outcome)
    assert machine.tokens == []
    status(campaign, "Installed")
    assert machine.tokens == ["t1"]


@pytest.mark.parametrize(
    ("outcome", "more", "reason"),
    [
        ("Result", {"response": {"status": "Rejected"}}, "Rejected"),
        ("Result", {"response": {"status": "InvalidCertificate"}}, "InvalidCertificate"),
        ("Error", {"error_code": "NotSupported"}, "Error: NotSupported"),
        ("Invalid", {"error_description": "no"}, "Invalid: no"),
    ],
)
def test_a_refusal_is_a_failure(campaign, machine, outcome, more, reason):
    begin(campaign)
    answer(campaign, outcome, **more)
    assert seen(campaign)["state"] == "Failed"
    assert seen(campaign)["history"][-1]["what"] == reason


def test_an_attempt_has_its_limit(campaign, machine):
    begin(campaign)
    early, late = NOW + timedelta(minutes=59), NOW + timedelta(hours=1)
    at = "2026-11-22T13:00:00.000Z"
    meet_update_overdue(campaign, "CS1", 1, at, early)
    assert seen(campaign)["state"] == "Updating"
    meet_update_overdue(campaign, "CS1", 2, at, late)
    assert seen(campaign)["state"] == "Updating"
    meet_update_overdue(campaign, "CS1", 1, at, late)
    assert (seen(campaign)["state"], machine.tokens) == ("Failed", ["t1"])


def test_a_death_before_the_task_went_on_is_made_good_by_the_next_delivery(
    campaign, machine, monkeypatch
):
    begin(campaign)
    monkeypatch.setattr(change_update_module, "_follow_up", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        status(campaign, "Installed")
    monkeypatch.undo()
    monkeypatch.setattr(change_update_module.workflows, "complete", machine.complete)
    status(campaign, "Installed")
    assert machine.tokens == ["t1"]
    with pytest.raises(CampaignTable.DoesNotExist):
        current_key("CS1").refresh()


def test_two_campaigns_do_not_cancel_each_others_updates(campaign, machine):
    other = create_campaign("Other", FIRMWARE, policy(), None, NOW, stations=["CS1"])
    CampaignTable(other, "campaign").update([CampaignTable.state.set("Running")])
    begin(campaign)
    begin(other, token="o1")
    assert seen(other)["history"][-1]["what"] == "Another campaign has it"
    assert len(station_calls()) == 1
    assert CampaignTable.get("station#CS1", "current").holder == campaign
    status(campaign, "Installed")
    with pytest.raises(CampaignTable.DoesNotExist):
        current_key("CS1").refresh()


def test_nobody_is_begun_after_it_was_cancelled(campaign, machine):
    begin(campaign, "CS1", token="t1")
    cancel_campaign(campaign, NOW)
    begin(campaign, "CS2", token="t2")
    assert machine.completed == [("t2", {"state": "Waiting"})]
    status(campaign, "Installed")
    assert machine.tokens == ["t2", "t1"]
    assert plan(campaign) == {"step": "End"}
    assert [campaigns_of(f"CS{number}") for number in (1, 2, 3)] == [[], [], []]
    with pytest.raises(Problem, match="409"):
        resume_campaign(campaign, NOW)


def test_its_time_is_over_once(campaign, machine):
    assert plan(campaign, 15 * 86400) == {"step": "End"}
    assert show_campaign(campaign)["state"] == "Expired"
    assert plan(campaign) == {"step": "End"}
    assert campaigns_of("CS3") == []


def test_what_is_due_later_is_put_off_and_then_tells_news(campaign, machine, put_off):
    save_station("CS1", online=False)
    step = plan(campaign)
    assert step["step"] == "Wait"
    assert put_off() == [(campaign, "2026-12-06T12:00:00.000Z", 900)]
    plan(campaign)
    assert put_off() == []
    meet_campaign_due(campaign, "2026-12-06T12:00:00.000Z", NOW + timedelta(days=13, hours=23.9))
    assert put_off() == [(campaign, "2026-12-06T12:00:00.000Z", 360)]
    meet_campaign_due(campaign, "2026-12-01T12:00:00.000Z", NOW)
    assert put_off() == []
    assert wait_for_news(campaign, step["news"], "w1")
    meet_campaign_due(campaign, "2026-12-06T12:00:00.000Z", NOW + timedelta(days=14))
    assert machine.tokens == ["w1"]


def test_a_paused_campaign_is_over_when_its_time_is(campaign, machine):
    change_campaign(campaign, ["Running"], "Paused", NOW)
    step = plan(campaign)
    assert wait_for_news(campaign, step["news"], "w1")
    meet_campaign_due(campaign, "2026-12-06T12:00:00.000Z", NOW + timedelta(days=14))
    assert machine.tokens == ["w1"]
    assert plan(campaign, 14 * 86400) == {"step": "End"}
    assert show_campaign(campaign)["state"] == "Expired"


def test_the_limit_of_what_is_over_is_not_put_off(campaign, machine, put_off):
    at, early = "2026-11-22T13:00:00.000Z", NOW + timedelta(minutes=50)
    begin(campaign)
    assert put_off() == [(campaign, at, 900)]
    meet_update_overdue(campaign, "CS1", 1, at, early)
    assert put_off() == [(campaign, at, 600)]
    status(campaign, "Installed")
    meet_update_overdue(campaign, "CS1", 1, at, early)
    assert put_off() == []


def test_a_campaign_whose_making_died_is_none(campaign, machine):
    CampaignTable("station#CS1", "half-made").save()
    hear_connected({"station_id": "CS1"})
    hear_booted({"station_id": "CS1", "firmware_version": "1.1"}, NOW)
    answer(campaign, "Offline")
    status(campaign, "Installed")
    assert seen(campaign)["state"] == "Installed"


def test_a_turn_that_cannot_be_carried_out_is_a_failure(campaign, machine):
    give_up_update(campaign, "CS1", 1, {"Error": "Lambda.Unknown"}, NOW)
    assert seen(campaign)["history"][-1]["what"] == "Not carried out: Lambda.Unknown"
    assert seen(campaign)["state"] == "Failed"


def test_a_machine_that_broke_is_started_anew(campaign, machine):
    paused = [CampaignTable.state.set("Paused"), CampaignTable.run.add(1)]
    CampaignTable(campaign, "campaign").update(paused)
    resume_campaign(campaign, NOW)
    resume_campaign(campaign, NOW)
    assert machine.started[1:] == [f"{campaign}-1"] * 2


def test_a_machine_that_ended_without_a_word_is_followed_by_another(campaign, machine):
    """Its history was full, or somebody stopped it: nothing was marked."""
    machine.over = {f"{campaign}-0"}
    resume_campaign(campaign, NOW)
    resume_campaign(campaign, NOW)
    assert machine.started[1:] == [f"{campaign}-{run}" for run in (0, 1, 1)]


def test_a_machine_leaves_the_campaign_to_another_before_its_history_is_full(
    campaign, machine, monkeypatch
):
    assert next_step_module._MOST_EVENTS < 25_000 / 2
    monkeypatch.setattr(next_step_module, "_MOST_EVENTS", 800)
    spent = 0
    for _ in range(100):
        step = next_step(campaign, 0, spent, NOW)
        if step["step"] == "End":
            break
        assert spent < step["spent"]
        spent = step["spent"]
    assert 500 < spent < 1000
    assert next_step(campaign, 0, spent, NOW) == {"step": "End"}
    assert machine.started[1:] == [f"{campaign}-1"] * 2
    assert show_campaign(campaign)["state"] == "Running"
    assert CampaignTable.get(campaign, "campaign").run == 1
    assert next_step(campaign, 1, 0, NOW)["step"] == "Wave"
    cancel_campaign(campaign, NOW)
    assert next_step(campaign, 1, spent, NOW) == {"step": "End"}
    assert len(machine.started) == 3


@pytest.mark.parametrize(
    ("selection", "chosen"),
    [({}, {"A", "B", "C"}), ({"sites": ["S2"]}, {"B", "C"}), ({"models": ["M"]}, {"A", "C"})],
)
def test_stations_are_chosen_by_site_and_model(aws, machine, selection, chosen):
    save_station("A", model="M")
    save_station("B", site="S2")
    save_station("C", site="S2", model="M")
    campaign_id = create_campaign("x", FIRMWARE, policy(), None, NOW, selection=selection)
    assert {s["station_id"] for s in show_campaign(campaign_id)["stations"]} == chosen


@pytest.mark.parametrize(
    "change",
    [
        {"ends_at": "2026-11-22T11:00:00Z"},
        {"ends_at": "2027-11-22T11:00:00Z"},
        {"firmware": FIRMWARE | {"location": None}},
        {"firmware": FIRMWARE | {"image": "firmware/x/y"}},
        {"firmware": FIRMWARE | {"retrieve_at": EVENING, "install_at": "2026-11-22T17:59:59Z"}},
        {"stations": ["CS9"]},
        {"stations": None, "selection": {"sites": ["nowhere"]}},
    ],
)
def test_what_cannot_work_is_refused(aws, machine, change):
    save_station("CS1")
    given = {"firmware": FIRMWARE, "ends_at": None, "stations": ["CS1"]} | change
    with pytest.raises(Problem, match="422"):
        create_campaign("x", policy=policy(), now=NOW, **given)
    assert machine.started == []


def test_campaigns_are_listed_the_newest_first(campaign):
    save_station("CS1")
    later = create_campaign(
        "Later", FIRMWARE, policy(), None, NOW + timedelta(seconds=1), stations=["CS1"]
    )
    assert [item["id"] for item in list_campaigns(50, None)["items"]] == [later, campaign]
