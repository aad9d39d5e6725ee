"""Sizes, kinds and times of messages, and the codes with which API Gateway closes (aws.md §1.1)."""

import time
from contextlib import suppress

import pytest
from websockets.exceptions import ConnectionClosed

from tests.unit.local.front_door.conftest import PATIENCE_S, Client, ask, receive

KB = 1024


def close_code(socket) -> int:
    """The code with which the other side closes."""
    with pytest.raises(ConnectionClosed) as caught:
        receive(socket)
    return caught.value.rcvd.code


def send(socket, message) -> None:
    """Send what the other side may refuse before all of it is out."""
    with suppress(ConnectionClosed):
        socket.send(message)


def test_a_message_in_frames_may_have_128_kb(door):
    with door.connect() as socket:
        socket.send(["size ", *["x" * (30 * KB)] * 4])
        assert receive(socket) == str(120 * KB)


def test_a_longer_message_is_closed_with_1009(door):
    with door.connect() as socket:
        send(socket, ["x" * (30 * KB)] * 5)
        assert close_code(socket) == 1009


def test_a_200_kb_frame_is_closed_with_1009(door):
    with door.connect() as socket:
        send(socket, "x" * (200 * KB))
        assert close_code(socket) == 1009
    assert door.note("disconnect")["requestContext"]["disconnectStatusCode"] == 1009


def test_a_frame_may_have_32_kb_and_no_more(door):
    with door.connect() as socket:
        socket.send("size " + "x" * (32 * KB - 5))
        assert receive(socket) == str(32 * KB - 5)
        socket.send("size " + "x" * (32 * KB - 4))
        assert close_code(socket) == 1009


def test_a_binary_message_is_closed_with_1003(door):
    with door.connect() as socket:
        socket.send(b"[2]")
        assert close_code(socket) == 1003


def test_text_that_is_no_utf8_is_closed_with_1007(door):
    with door.connect() as socket:
        socket.send(b"\xff\xfe", text=True)
        assert close_code(socket) == 1007


def test_a_ping_is_answered_and_reaches_no_function(door):
    with door.connect() as socket:
        assert socket.ping().wait(PATIENCE_S)
    assert door.pools.pids().get("frame", []) == []


def test_an_idle_connection_is_closed_with_1001(start):
    door = start(idle_s=0.3)
    with door.connect() as socket:
        assert close_code(socket) == 1001
    door.note("disconnect")


def test_pings_do_not_keep_a_connection_open(start):
    door = start(idle_s=0.4)
    with door.connect(ping_interval=0.1) as socket:
        assert close_code(socket) == 1001


def test_no_connection_lives_longer_than_its_lifetime(start):
    door = start(lifetime_s=0.5)
    with door.connect() as socket:
        with pytest.raises(ConnectionClosed) as caught:
            keep_talking(socket)
        assert caught.value.rcvd.code == 1001


def keep_talking(socket) -> None:
    began = time.monotonic()
    while time.monotonic() < began + PATIENCE_S:
        ask(socket, "echo on")


def test_a_client_that_does_not_answer_the_close_is_cut_off(start, monkeypatch):
    monkeypatch.setattr("local.front_door.sockets.CLOSE_TIMEOUT_S", 0.2)
    door = start(idle_s=0.2)
    client = Client(door.port)
    client.send(
        "GET /ocpp/CS1 HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Authorization: allow\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    assert client.ends_within(PATIENCE_S)
    client.close()
