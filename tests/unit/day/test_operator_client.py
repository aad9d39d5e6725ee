"""The client of the operator API against a server that stumbles."""

import asyncio
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from local.operator_client import Operator, Overdue, Refused, eventually, segment


@pytest.fixture
def api():
    """An Operator, what it was answered with (to fill), and what it asked."""
    answers, asked = [], []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length).decode()
            asked.append((self.command, self.path, self.headers["Authorization"], body))
            status, answer = answers.pop(0)
            text = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_POST = do_PUT = do_GET

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield Operator(f"http://127.0.0.1:{server.server_port}/", "secret"), answers, asked
        server.shutdown()
        thread.join()


def test_it_asks_with_the_token(api):
    operator, answers, asked = api
    answers.append((201, {"id": 1}))
    assert asyncio.run(operator.post("/stations", {"a": 1})) == {"id": 1}
    assert asked == [("POST", "/operator/stations", "Bearer secret", '{"a": 1}')]


def test_a_list_is_read_page_by_page(api):
    operator, answers, asked = api
    answers += [(200, {"items": [1], "cursor": "a=b"}), (200, {"items": [2], "cursor": None})]
    assert asyncio.run(operator.items("/cdrs", station_id="A 1")) == [1, 2]
    assert [path for _, path, _, _ in asked] == [
        "/operator/cdrs?station_id=A+1",
        "/operator/cdrs?station_id=A+1&cursor=a%3Db",
    ]


def test_what_can_be_repeated_outlives_a_stumble_and_a_post_does_not(api):
    operator, answers, asked = api
    for ask in (operator.get("/sessions"), operator.put("/tokens/a/b", {"c": 1})):
        answers += [(502, {}), (503, {}), (200, {"ok": True})]
        assert asyncio.run(ask) == {"ok": True}
    assert [body for method, _, _, body in asked if method == "PUT"] == ['{"c": 1}'] * 3
    answers += [(502, {}), (201, {})]
    with pytest.raises(Refused) as refused:
        asyncio.run(operator.post("/sessions"))
    assert refused.value.status == 502


def test_a_refusal_is_final(api):
    operator, answers, asked = api
    answers.append((404, {"title": "Not Found"}))
    with pytest.raises(Refused, match="Not Found"):
        asyncio.run(operator.get("/sessions/x"))
    assert len(asked) == 1


def test_nobody_there_is_a_refusal():
    with pytest.raises(Refused, match="504"):
        asyncio.run(Operator("http://127.0.0.1:1", "secret").post("/sessions"))


def test_waiting_has_an_end():
    async def never():
        return None

    with pytest.raises(Overdue, match="a miracle"):
        asyncio.run(eventually(never, "a miracle", timeout_s=0))


def test_a_segment_may_hold_any_text():
    assert segment("a/b?c") == "a%2Fb%3Fc"
