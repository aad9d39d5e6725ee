"""The station for crowds: one call, one answer, and how long it took."""

import asyncio

import pytest
from ocpp.exceptions import OCPPError
from ocpp.v201 import call
from websockets.exceptions import InvalidHandshake

from local.station.protocol import CallFailed, Disconnected
from local.station.raw import RawStation


def test_a_call_brings_the_payload_and_the_seconds(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        raw = RawStation("RAW/1", "secret", csms.url)
        await raw.connect()
        answer, seconds = await raw.call("Heartbeat", {})
        assert list(answer) == ["currentTime"]
        assert 0 < seconds < 5
        await raw.close()

    assert play(scene).handshakes[-1] == ("/ocpp/RAW%2F1", "RAW/1:secret", "ocpp2.0.1")


def test_refusals_and_strange_frames_come_back_as_values(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        raw = RawStation("RAW", "secret", csms.url, timeout_s=0.2)
        await raw.connect()
        answer, _ = await raw.call("Reset", {})
        assert isinstance(answer, CallFailed)
        csms.spoiled.append(("Heartbeat", '{"message": "Internal server error"}'))
        answer, _ = await raw.call("Heartbeat", {})
        assert isinstance(answer, CallFailed)
        csms.spoiled.append(("Heartbeat", '[3,"another",{}]'))
        answer, _ = await raw.call("Heartbeat", {})
        assert "no answer" in str(answer)
        await raw.close()
        answer, _ = await raw.call("Heartbeat", {})
        assert isinstance(answer, Disconnected)

    play(scene)


def test_the_backends_calls_get_the_prepared_answer(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        raw = RawStation("RAW", "secret", csms.url, {"ClearCache": {"status": "Accepted"}})
        await raw.connect()
        await raw.call("Heartbeat", {})
        assert (await csms.tell(call.ClearCache())).status == "Accepted"
        with pytest.raises(OCPPError):
            await csms.tell(call.GetLocalListVersion())
        await raw.close()

    play(scene)


def test_nobody_there_is_an_error():
    async def scene():
        with pytest.raises((OSError, InvalidHandshake)):
            await RawStation("RAW", "secret", "ws://127.0.0.1:1/ocpp/").connect()

    asyncio.run(scene())
