"""The @connections port against a small HTTP server on loopback."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from botocore.exceptions import ClientError

from ocpp_gateway import connections

CONNECTION = "JC1dgf9yoAMCK-g="


class Api(ThreadingHTTPServer):
    """Answers with `statuses` in turn, then 200, and keeps what was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, str, bytes]] = []
        self.statuses: list[int] = []


class _Handler(BaseHTTPRequestHandler):
    server: Api

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self.server.asked.append((self.command, self.path, self.rfile.read(length)))
        self.send_response(self.server.statuses.pop(0) if self.server.statuses else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_DELETE = do_POST

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def api(monkeypatch) -> Iterator[Api]:
    monkeypatch.setattr(connections, "_PAUSES_S", {410: (0.0,), 429: (0.0, 0.0)})
    with Api() as api:
        threading.Thread(target=api.serve_forever, daemon=True).start()
        monkeypatch.setenv("CONNECTIONS_URL", f"http://127.0.0.1:{api.server_port}/test")
        yield api
        api.shutdown()


def test_a_frame_is_posted_to_the_encoded_id(api):
    assert connections.send(CONNECTION, '[2,"1","Reset",{"type":"Übel"}]')
    path = "/test/@connections/JC1dgf9yoAMCK-g%3D"
    assert api.asked == [("POST", path, '[2,"1","Reset",{"type":"Übel"}]'.encode())]


def test_a_socket_that_stays_gone_is_gone(api):
    api.statuses = [410, 410]
    assert connections.send(CONNECTION, "[]") is False
    assert len(api.asked) == 2


def test_a_socket_that_is_just_being_opened_is_not_gone(api):
    api.statuses = [410]
    assert connections.send(CONNECTION, "[]")


def test_a_busy_api_is_asked_again(api):
    api.statuses = [429, 429]
    assert connections.send(CONNECTION, "[]")
    assert len(api.asked) == 3


def test_an_api_that_stays_busy_is_trouble(api):
    api.statuses = [429] * 3
    with pytest.raises(ClientError):
        connections.send(CONNECTION, "[]")


def test_what_may_have_gone_out_is_not_sent_twice(api):
    api.statuses = [500]
    with pytest.raises(ClientError):
        connections.send(CONNECTION, "[]")
    assert len(api.asked) == 1


def test_closing_asks_once_and_takes_gone_for_closed(api):
    connections.close(CONNECTION)
    api.statuses = [410]
    connections.close(CONNECTION)
    assert [method for method, _, _ in api.asked] == ["DELETE", "DELETE"]


def test_a_failed_closing_raises(api):
    api.statuses = [500]
    with pytest.raises(ClientError):
        connections.close(CONNECTION)
