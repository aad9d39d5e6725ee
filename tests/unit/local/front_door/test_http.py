"""HTTP/1.1 at the front door, and which part answers."""

import pytest

from tests.unit.local.front_door.conftest import PATIENCE_S, TOKEN

BEARER = f"Authorization: Bearer {TOKEN}\r\n"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("nonsense\r\n\r\n", 400),
        ("GET / HTTP/1.0\r\n\r\n", 400),
        ("GET http://elsewhere/ HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nno colon\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
        ("POST / HTTP/1.1\r\nContent-Length: 1048577\r\n\r\n", 413),
        ("GET / HTTP/1.1\r\nX: " + "x" * 17_000, 431),
    ],
)
def test_a_broken_request_is_answered_and_the_connection_closed(client, text, status):
    assert client.send(text).receive().status == status
    assert client.ends_within(PATIENCE_S)


def test_one_connection_answers_requests_in_turn(client):
    one = f"GET /_front_door/status HTTP/1.1\r\n{BEARER}\r\n"
    two = "POST /nowhere HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}"
    client.send(one + two + one)
    assert [client.receive().status for _ in range(3)] == [200, 404, 200]


def test_a_request_may_come_in_pieces(client):
    client.send("POST /nowhere HTTP/1.1\r\nContent-")
    client.send("Length: 4\r\n\r\n{")
    client.send("   ")
    assert client.receive().status == 404


@pytest.mark.parametrize("authorization", ["", "Authorization: Bearer other\r\n"])
def test_the_operators_part_wants_the_token(http, authorization):
    answer = http(f"GET /_front_door/status HTTP/1.1\r\n{authorization}\r\n")
    assert answer.status == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == "Unauthorized"


def test_the_public_part_wants_nothing(http):
    assert http("GET /open/a?b=c HTTP/1.1\r\n\r\n").json() == {"path": "/open/a"}
    assert http("GET /open HTTP/1.1\r\n\r\n").status == 404


def test_the_status_tells_connections_and_processes(door, http):
    with door.connect():
        door.note("connect")
        status = http(f"GET /_front_door/status HTTP/1.1\r\n{BEARER}\r\n").json()
    assert status["connections"] == 1
    assert len(status["processes"]["connect"]) == 1
    assert status["limits"]["idle_s"] == 600.0


def test_limits_can_be_changed(door, http):
    body = '{"lost_disconnect": 1.0}'
    request = f"PUT /_front_door/limits HTTP/1.1\r\n{BEARER}Content-Length: {len(body)}\r\n\r\n"
    before = http(request + body).json()
    assert before["lost_disconnect"] == 0.0
    assert door.gateway.limits.lost_disconnect == 1.0


def test_a_reload_is_asked_for_by_post(door, http):
    assert http(f"GET /_front_door/reload HTTP/1.1\r\n{BEARER}\r\n").status == 404
    assert door.reloads == 0
    assert http(f"POST /_front_door/reload HTTP/1.1\r\n{BEARER}\r\n").status == 204
    assert door.reloads == 1


def test_trouble_inside_is_a_500_and_the_connection_goes_on(door, client):
    broken = f"PUT /_front_door/limits HTTP/1.1\r\n{BEARER}Content-Length: 1\r\n\r\n{{"
    assert client.send(broken).receive().status == 500
    assert client.send("GET / HTTP/1.1\r\n\r\n").receive().status == 404
