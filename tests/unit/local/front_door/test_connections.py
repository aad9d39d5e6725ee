"""The @connections endpoint (aws.md §1.4)."""

import json
import time
from threading import Thread
from urllib.parse import quote

import pytest
from websockets.exceptions import ConnectionClosed

from local.front_door.http import Response
from tests.unit.local.front_door.conftest import receive

SIGNED = "AWS4-HMAC-SHA256 Credential=ASIA1/20261122/eu-central-1/execute-api/aws4_request"


def request(method: str, connection_id: str, body: str = "", signed: bool = True) -> str:
    """A request to @connections/<id>."""
    authorization = f"Authorization: {SIGNED}, Signature=x\r\n" if signed else ""
    return (
        f"{method} /prefix/@connections/{quote(connection_id, safe='')} HTTP/1.1\r\n"
        f"{authorization}Content-Length: {len(body)}\r\n\r\n{body}"
    )


@pytest.fixture
def call(http):
    """Sends such a request; returns the answer."""
    return lambda *about, **more: http(request(*about, **more))


@pytest.fixture
def socket(door):
    with door.connect() as opened:
        yield opened


@pytest.fixture
def connection_id(door, socket) -> str:
    return door.note("connect")["requestContext"]["connectionId"]


def test_a_post_reaches_the_client(call, socket, connection_id):
    assert call("POST", connection_id, "[2,1]").status == 200
    assert receive(socket) == "[2,1]"


def test_a_get_describes_the_connection(call, connection_id):
    answer = call("GET", connection_id).json()
    assert answer["identity"]["sourceIp"] == "127.0.0.1"
    assert answer["connectedAt"] <= answer["lastActiveAt"]


def test_a_delete_closes_with_1000(door, call, socket, connection_id):
    assert call("DELETE", connection_id).status == 204
    with pytest.raises(ConnectionClosed) as caught:
        receive(socket)
    assert caught.value.rcvd.code == 1000
    assert door.note("disconnect")["requestContext"]["disconnectStatusCode"] == 1000


def test_a_closed_connection_is_gone(door, call, socket, connection_id):
    socket.close()
    door.note("disconnect")
    answer = call("POST", connection_id, "late")
    assert (answer.status, answer.headers["x-amzn-errortype"]) == (410, "GoneException")


def test_a_connection_is_gone_until_its_connect_has_ended(door, call):
    def open_slowly():
        with door.connect(headers={"x-gate": "gate"}):
            pass

    opening = Thread(target=open_slowly)
    opening.start()
    early = door.note("connect")["requestContext"]["connectionId"]
    assert call("POST", early, "early").status == 410
    door.open_gate("gate")
    opening.join()


def test_what_is_no_connection_id_is_a_bad_request(call):
    answer = call("POST", "nonsense", "x")
    assert (answer.status, answer.headers["x-amzn-errortype"]) == (400, "BadRequestException")


def test_a_message_may_not_be_longer_than_128_kb(call, connection_id):
    answer = call("POST", connection_id, "x" * (128 * 1024 + 1))
    assert answer.headers["x-amzn-errortype"] == "PayloadTooLargeException"


def test_no_other_method_is_known(call, connection_id):
    assert call("PATCH", connection_id).status == 405


def test_an_unsigned_request_is_refused(door, call, connection_id):
    assert call("POST", connection_id, "x", signed=False).status == 403
    assert door.asked == []


def test_iam_decides(door, call, connection_id):
    door.refusal = Response(403, b'{"message":"not authorized"}')
    answer = call("POST", connection_id, "x")
    assert (answer.status, json.loads(answer.body)) == (403, {"message": "not authorized"})


def test_iam_is_asked_once_a_minute_for_each_method(door, client, call, connection_id, monkeypatch):
    for method in ("POST", "POST", "GET", "GET"):
        call(method, connection_id, "x")
    assert [request.method for request in door.asked] == ["POST", "GET"]
    later = time.monotonic() + 61
    monkeypatch.setattr("local.front_door.connections.time.monotonic", lambda: later)
    call("POST", connection_id, "x")
    assert len(door.asked) == 3


def test_a_refusal_is_not_remembered(door, call, connection_id):
    door.refusal = Response(403)
    assert [call("POST", connection_id, "x").status for _ in range(2)] == [403, 403]
    door.refusal = None
    assert call("POST", connection_id, "x").status == 200
