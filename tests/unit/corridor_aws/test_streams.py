"""Stream batches: poison is parked, trouble is retried, the rest goes on."""

import orjson
import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from pynamodb.exceptions import PutError

from corridor_aws.clients import client
from corridor_aws.streams import decoded, each, each_group

DEAD_LETTERS = "https://sqs.eu-central-1.amazonaws.com/123456789012/dead-letters"
pytestmark = pytest.mark.usefixtures("aws")


def parked():
    answer = client("sqs").receive_message(QueueUrl=DEAD_LETTERS, MaxNumberOfMessages=10)
    return [orjson.loads(message["Body"])["record"]["n"] for message in answer.get("Messages", [])]


def records(*numbers):
    return [{"n": n} for n in numbers]


def client_error(code):
    return ClientError({"Error": {"Code": code, "Message": code}}, "PutItem")


def fails_at(poison, error, seen):
    def handle(numbers):
        numbers = numbers if isinstance(numbers, list) else [numbers["n"]]
        if poison in numbers:
            raise error
        seen.extend(numbers)

    return handle


def groups(numbers, handle):
    entries = [({"n": n}, n) for n in numbers]
    return each_group(entries, lambda n: n % 2, handle)


@pytest.mark.parametrize(
    "error", [ValueError("x"), KeyError("x"), client_error("ValidationException")]
)
def test_poison_is_parked_and_the_rest_goes_on(error):
    seen = []
    assert each(records(1, 2, 3), fails_at(2, error, seen)) == 1
    assert (seen, parked()) == ([1, 3], [2])


@pytest.mark.parametrize(
    "error",
    [
        client_error("ThrottlingException"),
        ReadTimeoutError(endpoint_url="x"),
        PutError("x", client_error("ProvisionedThroughputExceededException")),
    ],
)
def test_trouble_is_raised_and_parks_nothing(error):
    with pytest.raises(type(error)):
        each(records(1, 2), fails_at(1, error, []))
    with pytest.raises(type(error)):
        groups([1, 2], fails_at(1, error, []))
    assert parked() == []


def test_an_item_that_dynamodb_will_never_take_is_poison():
    error = PutError("x", client_error("ValidationException"))
    assert each(records(1), fails_at(1, error, [])) == 1
    assert parked() == [1]


def test_records_without_meaning_are_passed_over_and_poison_is_parked():
    def decode(record):
        if record["n"] == 2:
            raise ValueError("poison")
        return None if record["n"] == 3 else record["n"] * 10

    assert decoded(records(1, 2, 3, 4), decode) == [({"n": 1}, 10), ({"n": 4}, 40)]
    assert parked() == [2]


def test_what_belongs_together_is_handled_at_once():
    seen = []
    assert groups([1, 2, 3, 4], lambda numbers: seen.append(numbers)) == 0
    assert seen == [[1, 3], [2, 4]]


def test_only_the_poison_of_a_group_is_parked():
    seen = []
    assert groups([1, 3, 5, 2], fails_at(3, ValueError("poison"), seen)) == 1
    assert (seen, parked()) == ([1, 5, 2], [3])
