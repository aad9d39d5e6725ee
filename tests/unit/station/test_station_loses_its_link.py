"""Offline and back: nothing is lost, nothing is sent twice without need, all in order."""

import asyncio
import json

from ocpp.v201 import call

from local.station.protocol import Disconnected
from local.station.token import IdToken
from local.station.vehicle import Vehicle
from tests.unit.station.waiting import charging, offline, until

CARD = IdToken("CARD")


async def offline_then_back(csms, station):
    await charging(csms, station)
    station.model.preset("TxUpdatedInterval", "60")
    await offline(csms, station)
    heard = len(csms.heard)
    await until(lambda: station.book[0].events_offline > 2)
    assert await station.evses[1].present(CARD) == "Accepted"
    assert len(csms.heard) == heard
    assert station.queue.holds(station.book[0].transaction_id)
    station.come_back()
    await station.queue.wait_empty()
    assert csms.heard[heard][0] == "Heartbeat"


def test_events_queue_while_offline_and_replay_in_order_after_a_heartbeat(play):
    csms = play(offline_then_back)
    numbers = [e["seq_no"] for e in csms.events()]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(numbers[-1] + 1))
    assert csms.events()[-1]["event_type"] == "Ended"


def test_exactly_the_replayed_events_say_offline(play):
    csms = play(offline_then_back)
    marks = [bool(e.get("offline")) for e in csms.events()]
    assert marks == sorted(marks)
    assert marks[0] is False
    assert marks[-1] is True


def test_a_reconnect_boots_no_second_time(play):
    assert play(offline_then_back).actions().count("BootNotification") == 1


def test_a_short_absence_tells_only_changed_statuses(play):
    async def scene(csms, station):
        await offline_then_back(csms, station)
        station.evses[1].unplug()
        await until(lambda: csms.heard.count(("StatusNotification", (1, "Available"))) == 2)

    statuses = [what for action, what in play(scene).heard if action == "StatusNotification"]
    assert statuses == [(1, "Available"), (2, "Available"), (1, "Occupied"), (1, "Available")]


def test_a_long_absence_tells_all_statuses(play):
    async def scene(csms, station):
        await offline_then_back(csms, station)
        await until(lambda: csms.heard.count(("StatusNotification", (2, "Available"))) == 2)

    play(scene, variables={"OfflineThreshold": 0})


def test_a_known_card_charges_offline_and_a_stranger_does_not(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        await station.authorization.ask(CARD)
        station.go_offline()
        await until(lambda: not station.is_online)
        assert await station.evses[1].present(IdToken("STRANGER")) == "Invalid"
        assert await station.evses[1].present(CARD) == "Accepted"
        station.model.preset("LocalAuthorizeOffline", "false")
        assert await station.evses[2].present(CARD) == "Invalid"
        station.model.preset("OfflineTxForUnknownIdEnabled", "true")
        assert await station.evses[2].present(IdToken("STRANGER")) == "Accepted"

    play(scene)


def test_an_unanswered_event_is_sent_again_under_its_id(play):
    error = {"message": "Internal server error", "connectionId": "x=", "requestId": "y"}

    async def scene(csms, station):
        await charging(csms, station)
        csms.spoiled.append(('"Ended"', json.dumps(error)))
        await station.evses[1].present(CARD)
        await station.queue.wait_empty()

    csms = play(scene)
    ended = [json.loads(f) for f in csms.frames if '"Ended"' in f]
    assert len(ended) == 2
    assert ended[0] == ended[1]
    assert [e["event_type"] for e in csms.events()].count("Ended") == 1


def test_an_event_refused_too_often_is_discarded(play):
    async def scene(csms, station):
        await charging(csms, station)
        await station.queue.wait_empty()
        csms.spoiled += [('"Ended"', '{"message": "Internal server error"}')] * 3
        await station.evses[1].present(CARD)
        await station.queue.wait_empty()
        assert station.book[0].events_discarded == 1

    csms = play(scene, variables={"MessageAttempts": 3})
    assert [e["event_type"] for e in csms.events()].count("Ended") == 0


def test_an_answer_of_another_question_is_ignored(play):
    async def scene(csms, station):
        await charging(csms, station)
        await csms.session._connection.send('[3,"some-other-id",{}]')
        await station.evses[1].present(CARD)
        await station.queue.wait_empty()

    assert play(scene).events()[-1]["event_type"] == "Ended"


def test_a_call_under_way_fails_with_the_link(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        csms.spoiled.append(("Heartbeat", '[3,"some-other-id",{}]'))
        question = asyncio.create_task(station.ask(call.Heartbeat()))
        await until(lambda: not csms.spoiled)
        station.go_offline()
        try:
            await question
        except Disconnected:
            return
        raise AssertionError("answered without a link")

    play(scene)


def test_a_status_that_did_not_get_through_is_told_again(play):
    async def scene(csms, station):
        await until(lambda: csms.actions().count("StatusNotification") == 2)
        csms.spoiled.append(("Occupied", '[3,"some-other-id",{}]'))
        station.evses[2].plug_in(Vehicle())
        await until(lambda: not csms.spoiled)
        station.go_offline()
        await until(lambda: not station.is_online)
        station.come_back()
        await until(lambda: ("StatusNotification", (2, "Occupied")) in csms.heard)

    play(scene)


def test_an_event_that_still_waits_when_the_link_drops_is_replayed_as_offline(play):
    async def scene(csms, station):
        await charging(csms, station)
        await station.queue.wait_empty()
        csms.spoiled.append(("Ended", '[3,"some-other-id",{}]'))
        await station.evses[1].present(CARD)
        await until(lambda: not csms.spoiled)
        assert station.book[0].events_offline == 0
        station.go_offline()
        await until(lambda: not station.is_online)
        station.come_back()
        await station.queue.wait_empty()
        assert station.book[0].events_offline == 1

    ended = play(scene).events()[-1]
    assert (ended["event_type"], ended["offline"]) == ("Ended", True)


def test_back_off_starts_anew_after_a_connection(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        doublings = station.link._back_off
        doublings._failures = 7
        await offline(csms, station)
        station.come_back()
        await until(lambda: station.is_online)
        assert doublings._failures == 0

    play(scene)
