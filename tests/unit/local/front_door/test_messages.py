"""Messages to `$default` and what comes back (aws.md §1.4)."""

import json
import struct
from dataclasses import replace
from socket import SHUT_RDWR, SO_LINGER, SOL_SOCKET
from socket import socket as Socket

import pytest

from tests.unit.local.front_door.conftest import ask, receive, stub_function, until


def assert_error_frame(text: str) -> None:
    frame = json.loads(text)
    assert frame.keys() == {"message", "connectionId", "requestId"}
    assert frame["message"] == "Internal server error"


def test_the_client_gets_what_the_function_returns(door):
    with door.connect() as socket:
        assert ask(socket, "echo [3,1]") == "[3,1]"


def test_a_message_event_has_api_gateways_shape(door):
    with door.connect() as socket:
        event = json.loads(ask(socket, "event"))
    context = event["requestContext"]
    assert event["body"] == "event"
    assert event["isBase64Encoded"] is False
    assert (context["routeKey"], context["eventType"]) == ("$default", "MESSAGE")
    assert (context["apiId"], context["stage"]) == ("abcdefgh", "local")
    assert context["connectionId"] == door.note("connect")["requestContext"]["connectionId"]
    assert context["connectedAt"] <= context["requestTimeEpoch"]
    assert context["identity"]["sourceIp"] == "127.0.0.1"
    assert "headers" not in event


def test_a_function_that_returns_no_body_sends_nothing(door):
    with door.connect() as socket:
        socket.send("nothing")
        assert ask(socket, "echo next") == "next"


def test_without_a_route_response_what_the_function_returns_is_dropped(start):
    door = start(api={"answers": False}, warm=True)
    with door.connect() as socket:
        socket.send("echo lost")
        with pytest.raises(TimeoutError):
            socket.recv(timeout=0.5)


def test_a_slow_message_does_not_hold_up_the_next(door):
    with door.connect() as socket:
        socket.send("wait gate")
        assert ask(socket, "echo fast") == "fast"
        door.open_gate("gate")
        assert receive(socket) == "waited for gate"


def test_a_function_that_raises_is_the_error_frame(door):
    with door.connect() as socket:
        assert_error_frame(ask(socket, "raise no"))
        assert ask(socket, "echo next") == "next"


def test_a_function_that_dies_is_the_error_frame_and_is_replaced(door):
    with door.connect() as socket:
        before = ask(socket, "pid")
        assert_error_frame(ask(socket, "exit"))
        after = ask(socket, "pid")
    assert before != after


def test_an_answer_that_lambda_could_not_encode_is_the_error_frame(door):
    with door.connect() as socket:
        assert_error_frame(ask(socket, "instant"))


@pytest.mark.parametrize("answer", ["{}", "[]", '"text"', "null"])
def test_what_is_no_proxy_answer_is_the_error_frame(start, answer):
    door = start(api={"default": stub_function("raw")})
    with door.connect() as socket:
        assert_error_frame(ask(socket, answer))
        assert ask(socket, '{"statusCode": 200, "body": "fine"}') == "fine"


def test_the_integration_timeout_is_the_error_frame_and_the_late_answer_is_dropped(start):
    patient = stub_function("frame", timeout_s=60.0)
    door = start(api={"default": patient}, warm=True, integration_timeout_s=2.0, environments=1)
    with door.connect() as socket:
        assert_error_frame(ask(socket, "wait gate"))
        door.open_gate("gate")
        assert ask(socket, "echo next") == "next"


def test_a_function_may_not_run_longer_than_its_timeout(start):
    door = start(api={"default": stub_function("frame", timeout_s=1.0)})
    with door.connect() as socket:
        before = ask(socket, "pid")
        assert_error_frame(ask(socket, "wait never"))
        assert ask(socket, "pid") != before


def test_disconnect_comes_with_the_close_code(door):
    with door.connect() as socket:
        socket.close(4000)
    context = door.note("disconnect")["requestContext"]
    assert (context["routeKey"], context["eventType"]) == ("$disconnect", "DISCONNECT")
    assert context["disconnectStatusCode"] == 4000


def end(link: Socket) -> None:
    link.shutdown(SHUT_RDWR)


def reset(link: Socket) -> None:
    link.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
    link.close()


@pytest.mark.parametrize("break_link", [end, reset])
def test_disconnect_comes_when_the_link_breaks(door, break_link):
    with door.connect() as socket:
        connection_id = door.note("connect")["requestContext"]["connectionId"]
        break_link(socket.socket)
        context = door.note("disconnect")["requestContext"]
    assert context["connectionId"] == connection_id
    assert context["disconnectStatusCode"] == 1006
    assert len(door.notes("disconnect")) == 1


def test_disconnect_can_be_lost(start):
    door = start(lost_disconnect=1.0)
    with door.connect():
        pass
    until(lambda: door.gateway.connections == {})
    door.gateway.limits = replace(door.gateway.limits, lost_disconnect=0.0)
    with door.connect():
        pass
    door.note("disconnect")
    (told,) = door.notes("disconnect")
    connected = [note["requestContext"]["connectionId"] for note in door.notes("connect")]
    assert told["requestContext"]["connectionId"] == connected[1]
