"""What can never be billed is written off by a person, and then left alone."""

import json
from pathlib import Path

import jsonschema_rs
import pytest

from corridor_aws.outbox import OutboxItem
from corridor_kernel.problems import Problem
from sessions.describe_session import describe_session
from sessions.find_session import find_session
from sessions.retry_settlement import retry_settlement
from sessions.write_off import write_off
from tests.transactions import payload, whole_transaction
from tests.unit.sessions.test_settlement import (
    NOW,
    SESSION,
    collected,
    deliver,
    put_aside,
    settle,
)

EVENT = Path(__file__).parents[3] / "functions/sessions/events/SessionWrittenOff.v1.json"
pytestmark = pytest.mark.usefixtures("aws", "machines")


def unsettled():
    deliver(*whole_transaction())
    put_aside("NoValidSignedValues")


def given_up():
    return write_off(SESSION, "Meike", "The meter is lost.", NOW)


def test_who_wrote_it_off_and_why_is_shown(outbox):
    unsettled()
    said = describe_session(given_up())
    assert (said["state"], said["cdr_id"]) == ("WRITTEN_OFF", None)
    assert said["written_off"] == {
        "at": "2026-11-22T12:00:00.000Z",
        "by": "Meike",
        "reason": "The meter is lost.",
    }
    [told] = [item for item in OutboxItem.scan() if item.name == "SessionWrittenOff"]
    jsonschema_rs.validator_for(EVENT.read_text(), validate_formats=True).validate(
        json.loads(told.detail)
    )


def test_asked_again_nothing_happens(outbox):
    unsettled()
    given_up()
    version = find_session(SESSION).version
    assert write_off(SESSION, "Jo", "Again.", NOW).written_off_by == "Meike"
    assert find_session(SESSION).version == version
    assert [name for name, _ in outbox()].count("SessionWrittenOff") == 1


def test_only_what_could_not_be_billed_is_written_off():
    deliver(*whole_transaction())
    with pytest.raises(Problem, match="409"):
        given_up()
    settle()
    with pytest.raises(Problem, match="409"):
        given_up()


def test_nothing_bills_it_any_more(machines):
    unsettled()
    given_up()
    with pytest.raises(Problem, match="409"):
        retry_settlement(SESSION)
    started = dict(machines.started)
    deliver(payload(9, "Ended", wh=9000, minute=50))
    assert machines.started == started
    assert collected()["failure"]["Error"] == "WrittenOff"
    put_aside("WrittenOff", attempt=2)
    assert find_session(SESSION).state == "WRITTEN_OFF"


def test_a_bill_that_was_on_its_way_counts():
    unsettled()
    given_up()
    settle()
    said = describe_session(find_session(SESSION))
    assert (said["state"], said["written_off"]) == ("SETTLED", None)
