"""Deadlines are messages that the queue holds back."""

import orjson
import pytest

from corridor_aws.clients import client
from ocpp_gateway import deadlines
from tests.conftest import queue_url


def messages():
    received = client("sqs").receive_message(QueueUrl=queue_url("deadlines"))
    return [orjson.loads(message["Body"]) for message in received.get("Messages", [])]


def held_back():
    name = "ApproximateNumberOfMessagesDelayed"
    url = queue_url("deadlines")
    answer = client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=[name])
    return int(answer["Attributes"][name])


def test_a_deadline_comes_later(aws):
    deadlines.call_times_out("CS1", "c1", "attempt", 45)
    assert (messages(), held_back()) == ([], 1)


def test_a_socket_may_be_closed_at_once(aws):
    deadlines.close_later("abc=", 0)
    assert messages() == [{"kind": "close_connection", "connection_id": "abc="}]


@pytest.mark.parametrize("delay_s", [1, 900])
def test_the_longest_delay_is_fifteen_minutes(aws, delay_s):
    deadlines.close_later("abc=", delay_s)
    assert held_back() == 1
    assert deadlines.MAX_DELAY_S == 900
