"""A leap in a meter's pagination is a case, until the page is there (R-EI-4)."""

import jsonschema_rs
import orjson
import pytest

from corridor_aws.clients import client
from sessions.signed.describe_signed import describe_gaps
from tests.conftest import queue_url
from tests.services import ROOT
from tests.transactions import STATION
from tests.unit.sessions.signed.conftest import deliver, event, reading, rows, told, verify_all
from tests.unit.sessions.signed.test_keys_of_meters import register

pytestmark = pytest.mark.usefixtures("aws", "machines")


@pytest.fixture(autouse=True)
def registered(aws, meter):
    register(meter)


def page(meter, number, transaction, *, forged=False):
    meter.page = number
    text = meter.record([reading("B", 0, 1000)])
    if forged:
        text = text.replace("Corridor simulator", "another")
    deliver(event(0, "Started", told(meter, text, "B"), transaction=transaction))
    verify_all(transaction)


def gaps():
    return [(gap["first"], gap["last"]) for gap in describe_gaps(STATION, 1)]


def asked():
    queue = queue_url("corridor-test-station-calls.fifo")
    answer = client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10)
    return [orjson.loads(message["Body"]) for message in answer.get("Messages", [])]


def missing(outbox):
    return [data for name, data in outbox() if name == "SignedValuesMissing"]


def test_pages_across_sessions_leave_no_gap(meter, outbox):
    for number in (7, 8, 9):
        page(meter, number, f"t{number}")
    assert gaps() == []
    assert missing(outbox) == []


def test_a_skipped_page_is_a_case_and_the_station_is_asked(meter, outbox):
    page(meter, 7, "t7")
    page(meter, 10, "t10")
    assert gaps() == [(8, 9)]
    (case,) = missing(outbox)
    schema = orjson.loads(
        (ROOT / "functions/sessions/events/SignedValuesMissing.v1.json").read_bytes()
    )
    jsonschema_rs.validate(schema["properties"]["data"], case)
    assert (case["meter"], case["context"], case["first"], case["last"]) == ("M1", "T", 8, 9)
    (call,) = asked()
    assert (call["action"], call["payload"]) == ("GetTransactionStatus", {})
    assert len(call["call_id"]) <= 36


def test_what_comes_late_closes_the_gap_and_no_half_of_it_is_told_again(meter, outbox):
    for number in (7, 11, 9):
        page(meter, number, f"t{number}")
    assert gaps() == [(8, 8), (10, 10)]
    page(meter, 8, "t8")
    page(meter, 10, "t10")
    assert gaps() == []
    assert len(missing(outbox)) == 1


def test_a_forged_page_neither_opens_nor_closes_a_gap(meter, outbox):
    page(meter, 7, "t7")
    page(meter, 10**17, "t1", forged=True)
    assert gaps() == []
    page(meter, 9, "t9")
    page(meter, 8, "t8", forged=True)
    assert gaps() == [(8, 8)]


def test_each_meter_counts_for_itself(meter):
    page(meter, 7, "t7")
    meter.serial = "M2"
    page(meter, 100, "t100")
    assert gaps() == []


def test_a_page_that_is_verified_again_changes_nothing(meter, outbox):
    page(meter, 7, "t7")
    page(meter, 9, "t9")
    verify_all("t9")
    assert len(missing(outbox)) == 1
    assert len(rows("t9")) == 1
