"""Functions of other services, called by name."""

import io

import orjson
import pytest

from corridor_aws import invocations
from corridor_aws.clients import client
from corridor_aws.invocations import Failed, invoke, start


class Lambda:
    def __init__(self, answer=None, error=None):
        self.answer, self.error, self.asked = answer, error, []

    def invoke(self, **asked):
        self.asked.append(asked)
        body = {"Payload": io.BytesIO(orjson.dumps(self.answer))}
        return body | ({"FunctionError": "Unhandled"} if self.error else {})


@pytest.fixture
def played(monkeypatch):
    def play(**how):
        played = Lambda(**how)
        monkeypatch.setattr(invocations, "client", lambda service, **options: played)
        return played

    return play


def test_what_the_function_returns(played):
    one = played(answer={"a": 1})
    assert invoke("quote-session", {"session": {}}) == {"a": 1}
    assert one.asked == [
        {"FunctionName": "corridor-test-quote-session", "Payload": b'{"session":{}}'}
    ]


def test_what_the_function_fails_with(played):
    played(answer={"errorType": "NoTariff", "errorMessage": "none"}, error=True)
    with pytest.raises(Failed, match="quote-session: NoTariff: none"):
        invoke("quote-session", {})


def test_a_function_may_run_by_itself(played):
    one = played()
    start("show-cost", {"session_id": "x"})
    assert one.asked[0]["InvocationType"] == "Event"


def test_who_cannot_wait_waits_no_longer():
    config = client("lambda", attempts=1, read_timeout_s=1.5).meta.config
    assert (config.read_timeout, config.connect_timeout) == (1.5, 1.5)
    assert config.retries["total_max_attempts"] == 1
