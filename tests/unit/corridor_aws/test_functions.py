"""Questions between services: what is asked, answered, refused, and not asked twice."""

import io
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import orjson
import pytest
from botocore.exceptions import ClientError

from corridor_aws import clients, functions
from corridor_aws.functions import Unanswered, answer, ask
from corridor_kernel.problems import Problem, invalid


def double(number: int) -> tuple[int, int]:
    if number < 0:
        raise invalid([("number", "must not be negative")])
    return 200, 2 * number


OPERATIONS = {"double": double}


class Lambda:
    """Runs `answer` in place of the other service's function."""

    def __init__(self, failing: bool = False) -> None:
        self.failing = failing
        self.asked = []

    def invoke(self, FunctionName, Payload):
        self.asked.append(FunctionName)
        if self.failing:
            return {"FunctionError": "Unhandled", "Payload": io.BytesIO(b'{"errorMessage": "x"}')}
        return {"Payload": io.BytesIO(orjson.dumps(answer(OPERATIONS, orjson.loads(Payload))))}


@pytest.fixture
def played(monkeypatch):
    played = Lambda()
    monkeypatch.setattr(functions, "client", lambda service, attempts: played)
    return played


def test_the_owner_answers(played):
    assert ask("pricing", "double", {"number": 4}) == (200, 8)
    assert played.asked == ["corridor-test-pricing-operator"]


def test_a_refusal_crosses_whole(played):
    with pytest.raises(Problem) as caught:
        ask("pricing", "double", {"number": -4})
    assert caught.value.body() == invalid([("number", "must not be negative")]).body()


def test_an_unknown_operation_is_a_refusal(played):
    with pytest.raises(Problem) as caught:
        ask("pricing", "halve", {})
    assert caught.value.status == 404


def test_a_failure_is_no_answer(played):
    played.failing = True
    with pytest.raises(Unanswered):
        ask("pricing", "double", {"number": 4})


def test_a_question_is_asked_once(monkeypatch):
    """A service that fails in between may have obeyed: a retry would command twice."""
    requests = []

    class Broken(BaseHTTPRequestHandler):
        def do_POST(self):
            requests.append(self.path)
            self.send_error(503)

        def log_message(self, *ignored):
            pass

    with HTTPServer(("127.0.0.1", 0), Broken) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        made = clients.client
        monkeypatch.setattr(functions, "client", lambda name, **more: made(name, url, **more))
        with pytest.raises(ClientError):
            ask("pricing", "double", {"number": 4})
        server.shutdown()
    assert len(requests) == 1
