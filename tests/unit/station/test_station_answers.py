"""The backend's own CALLs: what the station answers, and what it does then."""

import json

import pytest
from ocpp.v201 import call

from local.station.remote_start import RemoteStart
from local.station.token import IdToken
from local.station.vehicle import Vehicle
from tests.unit.station.waiting import charging, until

CARD = {"id_token": "CARD", "type": "ISO14443"}


def test_a_remote_start_tells_its_id_in_the_next_event(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        answer = await csms.tell(call.RequestStartTransaction(CARD, 42, evse_id=2))
        assert answer.status == "Accepted"
        await until(lambda: station.evses[2].vehicle and len(csms.events()) > 2)

    csms = play(scene, visitor=Vehicle())
    started, plugged, charging = csms.events()[:3]
    assert started["trigger_reason"] == "RemoteStart"
    assert started["transaction_info"]["remote_start_id"] == 42
    assert started["transaction_info"]["charging_state"] == "Idle"
    assert started["id_token"] == CARD
    assert plugged["trigger_reason"] == "CablePluggedIn"
    assert charging["transaction_info"]["charging_state"] == "Charging"
    assert "remote_start_id" not in plugged["transaction_info"]


def test_the_answer_goes_out_before_the_event(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        await csms.tell(call.RequestStartTransaction(CARD, 1))
        await until(lambda: csms.events())

    frames = [json.loads(f) for f in play(scene, visitor=Vehicle()).frames]
    answer = next(n for n, f in enumerate(frames) if f[0] == 3)
    event = next(n for n, f in enumerate(frames) if f[2] == "TransactionEvent")
    assert answer < event


def test_a_busy_or_unknown_evse_refuses_a_remote_start(play):
    async def scene(csms, station):
        await charging(csms, station)
        for evse_id in (1, 9):
            answer = await csms.tell(call.RequestStartTransaction(CARD, 1, evse_id=evse_id))
            assert answer.status == "Rejected"

    play(scene)


def test_two_remote_starts_at_once_get_one_evse(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        start = RemoteStart(IdToken("CARD"))
        assert station.remote_starts.accept(start, 1, 1)
        assert not station.remote_starts.accept(RemoteStart(IdToken("CARD")), 2, 1)
        await station.remote_starts.carry_out(1)
        assert not station.remote_starts.accept(RemoteStart(IdToken("CARD")), 3, 1)

    play(scene)


def test_a_remote_start_asks_for_the_card_if_told_to(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        stranger = {"id_token": "STRANGER", "type": "ISO14443"}
        await csms.tell(call.RequestStartTransaction(stranger, 1, evse_id=1))
        await until(lambda: ("Authorize", "STRANGER") in csms.heard)
        await csms.tell(call.GetTransactionStatus())

    assert play(scene, variables={"AuthorizeRemoteStart": "true"}).events() == []


def test_a_remote_stop_ends_only_what_runs(play):
    async def scene(csms, station):
        transaction_id = await charging(csms, station)
        assert (await csms.tell(call.RequestStopTransaction("another"))).status == "Rejected"
        assert (await csms.tell(call.RequestStopTransaction(transaction_id))).status == "Accepted"
        await until(lambda: csms.events()[-1]["event_type"] == "Ended")

    ended = play(scene).events()[-1]
    assert ended["trigger_reason"] == "RemoteStop"
    assert ended["transaction_info"]["stopped_reason"] == "Remote"


def test_triggers_send_what_they_name(play):
    async def scene(csms, station):
        await charging(csms, station)
        for message in ("Heartbeat", "StatusNotification", "TransactionEvent"):
            assert (await csms.tell(call.TriggerMessage(message))).status == "Accepted"
        answer = await csms.tell(call.TriggerMessage("SignCombinedCertificate"))
        assert answer.status == "NotImplemented"
        answer = await csms.tell(call.TriggerMessage("TransactionEvent", {"id": 2}))
        assert answer.status == "Rejected"
        await until(lambda: "Heartbeat" in csms.actions())
        await until(lambda: csms.actions().count("StatusNotification") == 5)
        await until(lambda: any(e["trigger_reason"] == "Trigger" for e in csms.events()))

    play(scene)


@pytest.mark.parametrize(
    "message",
    ["FirmwareStatusNotification", "LogStatusNotification", "PublishFirmwareStatusNotification"],
)
def test_a_station_at_rest_says_that_it_is_idle(play, message):
    async def scene(csms, station):
        await until(lambda: csms.actions().count("StatusNotification") == 2)
        assert (await csms.tell(call.TriggerMessage(message))).status == "Accepted"
        await until(lambda: (message, {"status": "Idle"}) in csms.heard)

    play(scene)


def test_variables_are_read_written_and_refused(play):
    def item(component, variable, **more):
        return {"component": {"name": component}, "variable": {"name": variable}} | more

    async def scene(csms, station):
        await station.registration.accepted.wait()
        written = await csms.tell(
            call.SetVariables(
                [
                    item("SampledDataCtrlr", "TxUpdatedInterval", attribute_value="30"),
                    item("SampledDataCtrlr", "TxUpdatedInterval", attribute_value="soon"),
                    item("TxCtrlr", "TxStartPoint", attribute_value="EVConnected"),
                    item("TxCtrlr", "Nothing", attribute_value="1"),
                    item("Nothing", "Nothing", attribute_value="1"),
                ]
            )
        )
        statuses = [r["attribute_status"] for r in written.set_variable_result]
        assert statuses == [
            "Accepted",
            "Rejected",
            "Rejected",
            "UnknownVariable",
            "UnknownComponent",
        ]
        read = await csms.tell(call.GetVariables([item("SampledDataCtrlr", "TxUpdatedInterval")]))
        assert read.get_variable_result[0]["attribute_value"] == "30"
        assert station.model.number("TxUpdatedInterval") == 30

    play(scene)


def test_a_base_report_comes_in_numbered_chunks(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        answer = await csms.tell(call.GetBaseReport(5, "FullInventory"))
        assert answer.status == "Accepted"
        await until(lambda: any(a == "NotifyReport" and not w["tbc"] for a, w in csms.heard))

    reports = [what for action, what in play(scene).heard if action == "NotifyReport"]
    assert [r["seq_no"] for r in reports] == list(range(len(reports)))
    assert [r["tbc"] for r in reports] == [True] * (len(reports) - 1) + [False]
    assert {r["request_id"] for r in reports} == {5}
    assert len({str(item) for r in reports for item in r["report_data"]}) > 100


def test_the_transaction_status_tells_what_still_waits(play):
    async def scene(csms, station):
        transaction_id = await charging(csms, station)
        await station.queue.wait_empty()
        answer = await csms.tell(call.GetTransactionStatus(transaction_id))
        assert (answer.ongoing_indicator, answer.messages_in_queue) == (True, False)
        answer = await csms.tell(call.GetTransactionStatus("another"))
        assert (answer.ongoing_indicator, answer.messages_in_queue) == (False, False)
        answer = await csms.tell(call.GetTransactionStatus())
        assert answer.ongoing_indicator is None

    play(scene)


def test_availability_changes_at_once_or_after_the_session(play):
    async def scene(csms, station):
        await charging(csms, station)
        change = call.ChangeAvailability
        assert (await csms.tell(change("Inoperative", {"id": 2}))).status == "Accepted"
        assert (await csms.tell(change("Inoperative", {"id": 9}))).status == "Rejected"
        await until(lambda: ("StatusNotification", (2, "Unavailable")) in csms.heard)
        assert (await csms.tell(change("Inoperative"))).status == "Scheduled"
        assert station.evses[1].status == "Occupied"
        station.evses[1].unplug()
        await until(lambda: ("StatusNotification", (1, "Unavailable")) in csms.heard)
        assert (await csms.tell(change("Operative"))).status == "Accepted"
        assert {e.status for e in station.evses.values()} == {"Available"}

    play(scene)


def test_an_immediate_reset_ends_sessions_and_boots(play):
    async def scene(csms, station):
        await charging(csms, station)
        assert (await csms.tell(call.Reset("Immediate"))).status == "Accepted"
        await until(lambda: ("BootNotification", "RemoteReset") in csms.heard)
        await until(lambda: csms.heard.count(("StatusNotification", (2, "Available"))) == 2)
        assert (await csms.tell(call.Reset("Immediate", evse_id=3))).status == "Rejected"

    csms = play(scene)
    ended = csms.events()[-1]
    assert ended["transaction_info"]["stopped_reason"] == "ImmediateReset"
    assert csms.heard.index(("TransactionEvent", ended)) < csms.heard.index(
        ("BootNotification", "RemoteReset")
    )


def test_one_evse_is_reset_and_the_others_go_on(play):
    async def scene(csms, station):
        await charging(csms, station, 1)
        await charging(csms, station, 2)
        assert (await csms.tell(call.Reset("OnIdle", evse_id=1))).status == "Scheduled"
        await station.clock.sleep(60)
        assert station.evses[1].transaction
        await until(lambda: ("StatusNotification", (1, "Occupied")) in csms.heard)
        assert (await csms.tell(call.Reset("Immediate", evse_id=1))).status == "Accepted"
        await until(lambda: csms.heard.count(("StatusNotification", (1, "Occupied"))) >= 2)
        await station.queue.wait_empty()
        assert station.evses[2].transaction
        assert csms.actions().count("BootNotification") == 1

    ended = [e for e in play(scene).events() if e["event_type"] == "Ended"]
    assert [e["transaction_info"]["stopped_reason"] for e in ended] == ["ImmediateReset"]


def test_a_reset_on_idle_waits_for_the_driver(play):
    async def scene(csms, station):
        await charging(csms, station)
        assert (await csms.tell(call.Reset("OnIdle"))).status == "Scheduled"
        await station.clock.sleep(120)
        assert csms.actions().count("BootNotification") == 1
        await station.evses[1].present(IdToken("CARD"))
        await until(lambda: ("BootNotification", "RemoteReset") in csms.heard)

    assert play(scene).events()[-1]["transaction_info"]["stopped_reason"] == "Local"


def test_unlocking_depends_on_the_session(play):
    async def scene(csms, station):
        await charging(csms, station)
        results = [
            (await csms.tell(call.UnlockConnector(evse, connector))).status
            for evse, connector in ((1, 1), (2, 1), (2, 7), (9, 1))
        ]
        assert results == [
            "OngoingAuthorizedTransaction",
            "Unlocked",
            "UnknownConnector",
            "UnknownConnector",
        ]

    play(scene)
