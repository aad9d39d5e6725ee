"""Handshake, boot and heartbeat: how a station makes itself known."""

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from ocpp.v201 import call
from websockets.asyncio.server import serve

from local.station.clock import Clock
from local.station.config import Config
from local.station.device_model import DeviceModel
from local.station.link import BackOff, Credentials
from local.station.station import Station
from tests.unit.station.waiting import until

QUICK = {"RetryBackOffWaitMinimum": 0, "RetryBackOffRandomRange": 0}
MS = timedelta(milliseconds=1)


async def boots(csms, station):
    await station.registration.accepted.wait()
    await until(lambda: csms.actions().count("StatusNotification") >= 2)


def test_identity_is_encoded_in_the_path_and_plain_in_the_credentials(play):
    csms = play(boots)
    assert csms.handshakes == [
        ("/ocpp/CS%2F1", "CS/1:a-password-of-a-station", "ocpp2.0.1"),
    ]


def test_a_station_boots_then_tells_each_connector(play):
    assert play(boots).heard[:3] == [
        ("BootNotification", "PowerUp"),
        ("StatusNotification", (1, "Available")),
        ("StatusNotification", (2, "Available")),
    ]


def test_all_frames_can_be_watched(play):
    frames = []

    async def scene(csms, station):
        config = Config(station.config.credentials)
        async with Station(config, on_frame=lambda *frame: frames.append(frame)) as watched:
            await watched.registration.accepted.wait()

    play(scene)
    assert [direction for direction, _ in frames[:2]] == [">", "<"]
    assert json.loads(frames[0][1])[2] == "BootNotification"


def test_pending_and_rejected_boot_again_after_the_interval(play, csms):
    csms.boots = ["Pending", "Rejected"]
    csms.interval_s = 0.05
    play(boots, csms, validate=False)
    assert csms.actions()[:4] == ["BootNotification"] * 3 + ["StatusNotification"]


def test_a_pending_station_stays_silent_and_refuses_a_start(play, csms):
    csms.boots = ["Pending"]

    async def scene(csms, station):
        await until(lambda: station.registration.status == "Pending")
        token = {"id_token": "CARD", "type": "ISO14443"}
        answer = await csms.tell(call.RequestStartTransaction(token, 7, evse_id=1))
        assert answer.status == "Rejected"

    assert play(scene, csms).actions() == ["BootNotification"]


def test_a_pending_station_boots_at_once_when_triggered(play, csms):
    csms.boots = ["Pending"]

    async def scene(csms, station):
        await until(lambda: station.registration.status == "Pending")
        answer = await csms.tell(call.TriggerMessage("BootNotification"))
        assert answer.status == "Accepted"
        await station.registration.accepted.wait()
        answer = await csms.tell(call.TriggerMessage("BootNotification"))
        assert answer.status == "Rejected"

    assert play(scene, csms).heard[1] == ("BootNotification", "Triggered")


def test_the_boot_answer_sets_the_heartbeat(play, csms):
    csms.interval_s = 0.05

    async def scene(csms, station):
        await until(lambda: "Heartbeat" in csms.actions())
        assert station.model.number("HeartbeatInterval") == 0.05

    play(scene, csms, validate=False)


def test_a_station_that_finds_nobody_keeps_trying(play):
    async def scene(csms, station):
        nobody = Credentials("CS2", "x", "ws://127.0.0.1:1/ocpp/")
        async with Station(Config(nobody, variables=QUICK)) as lonely:
            await until(lambda: len(lonely.link.refusals) > 3)

    play(scene)


def test_back_off_doubles_a_few_times_and_starts_anew():
    model = DeviceModel(
        {
            "RetryBackOffWaitMinimum": 5,
            "RetryBackOffRandomRange": 0,
            "RetryBackOffRepeatTimes": 2,
        }
    )
    back_off = BackOff(model)
    assert [back_off.next_s() for _ in range(4)] == [5, 10, 20, 20]
    back_off.reset()
    assert back_off.next_s() == 5


@pytest.fixture
def elapse(monkeypatch):
    """Lets so many seconds go by on the clocks that are made from now on."""
    now = [1000.0]
    monkeypatch.setattr("local.station.clock.time", SimpleNamespace(monotonic=lambda: now[0]))

    def elapse(seconds):
        now[0] += seconds

    return elapse


def test_the_clock_gains_on_real_time_and_never_passes_it(elapse):
    start = datetime.now(UTC) - timedelta(hours=1)
    before = datetime.now(UTC)
    fast, slow = Clock(start, speed=1e9), Clock(start, speed=1)
    after = datetime.now(UTC)
    elapse(seconds=2)
    assert before - MS < fast.now() - timedelta(seconds=2) <= after
    assert timedelta(seconds=2) - MS <= slow.now() - start <= timedelta(seconds=2)
    assert slow.now().microsecond % 1000 == 0


def test_the_clock_goes_on_from_now_at_another_speed(elapse):
    clock = Clock(datetime.now(UTC) - timedelta(hours=1), speed=1)
    before = clock.now()
    clock.run_at(100)
    elapse(seconds=3)
    assert timedelta(seconds=300) - MS <= clock.now() - before <= timedelta(seconds=300) + MS


def test_a_station_that_leaves_closes_its_socket(play):
    async def scene(csms, station):
        async with Station(Config(station.config.credentials)) as guest:
            await guest.registration.accepted.wait()
            connection = csms.session._connection
        await connection.wait_closed()
        assert connection.close_code == 1000

    play(scene)


def test_a_backend_that_chooses_no_protocol_is_left(play):
    async def scene(csms, station):
        async with serve(csms.serve, "127.0.0.1", 0) as mute:
            port = mute.sockets[0].getsockname()[1]
            credentials = Credentials("CS2", "x", f"ws://127.0.0.1:{port}/ocpp/")
            async with Station(Config(credentials, variables=QUICK)) as lost:
                await until(lambda: lost.link.refusals)
                assert "does not speak ocpp2.0.1" in lost.link.refusals[0]
                assert not lost.is_online

    play(scene)
