"""Whatever a station answers to our CALLs: each ends, its task and its queue go on, none loops.

A response that breaks its schema is a result all the same; what cannot be kept of it is parked,
and what was kept of it spoils no later answer.
"""

import itertools
import json
from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor_aws import streams, workflows
from corridor_kernel.ocpp.calls import Outcome
from corridor_kernel.ocpp.frames import CallResult, parse
from corridor_kernel.ocpp.schemas import find_violation
from ocpp_gateway import complete_call, wire
from ocpp_gateway.call_items import new_call
from ocpp_gateway.domain.calls import CallRequest
from ocpp_gateway.domain.ocpp16.commands import TRANSLATIONS
from ocpp_gateway.domain.ocpp16.outbound import find_untranslatable, is_foreign, say
from ocpp_gateway.domain.ocpp16.saying import Asked, CannotSay
from ocpp_gateway.handlers.on_call_finished import handler
from ocpp_gateway.outbound_routes import OUTBOUND
from ocpp_gateway.tables import StationTable
from tests.property.through_tables import through_tables
from tests.schema_payloads import broken, maximal, minimal, schema, valid

NOW = datetime(2026, 11, 22, 14, tzinfo=UTC)
V201, V16 = "ocpp2.0.1", "ocpp1.6"
CALLS = [(V201, action, V201) for action in OUTBOUND[V201]]
CALLS += [(V16, action, V16) for action in OUTBOUND[V16]]
CALLS += [(V16, action, V201) for action in TRANSLATIONS]

# Their requests carry certificates, which a schema cannot make.
CERTIFICATES = {"InstallCertificate", "CertificateSigned"}

FEW = through_tables(4)


@pytest.fixture
def station(aws, monkeypatch):
    """CS1, whose calls go nowhere: they stand as if they were out."""
    monkeypatch.setattr(complete_call, "pump_calls", lambda *_: None)
    monkeypatch.setattr(streams, "park", lambda record, error: parked.append(error))
    StationTable("CS1", "station", kind="station", registration="Accepted", evses=[]).save()


numbers = itertools.count(1)
parked: list[Exception] = []


@pytest.mark.parametrize(("protocol", "words"), sorted({(call[0], call[2]) for call in CALLS}))
def test_any_answer(station, protocol, words):
    """All of them to one station: what one leaves behind, the others find."""
    for spoken, action, said in CALLS:
        if (spoken, said) == (protocol, words):
            answer(protocol, action, schema(f"{action}Request" if words == V201 else action, words))


def answer(protocol, action, asked):
    @FEW
    @given(st.data())
    def run(data):
        payload = data.draw(st.sampled_from([maximal(asked), minimal(asked)]) | valid(asked))
        told = response_to(protocol, action, payload)
        if told is None:
            return
        finish(protocol, action, payload, data.draw(broken(told)), times=2)
        parked.clear()
        finish(protocol, action, payload, data.draw(valid(told)), times=1)
        assert action in CERTIFICATES or parked == [], "what keeps its schema is kept"

    run()


def response_to(protocol, action, payload):
    """The schema of what the station answers; None if it cannot be asked."""
    if protocol == V201:
        return schema(f"{action}Response", V201)
    try:
        said = say(action, payload)
    except CannotSay:
        return None
    if not isinstance(said, Asked) or (
        is_foreign(action, payload) and find_untranslatable(action, payload)
    ):
        return None
    return schema(f"{said.action}Response", V16)


def finish(protocol, action, payload, response, *, times):
    """The CALL is answered, and the stream brings it so often; its task goes on each time."""
    try:
        frame = parse(json.dumps([3, f"c{next(numbers)}", response]))
    except Exception:
        return
    if not isinstance(frame, CallResult):
        return
    request = CallRequest("CS1", frame.message_id, action, payload, 30, "token")
    call = new_call(request, protocol, "1", NOW)
    ending = wire.ending(call, frame)
    assert ending.outcome is Outcome.RESULT
    for name in ("outcome", "response", "native_response", "violation"):
        setattr(call, name, getattr(ending, name))
    call.finished_at = NOW
    record = {"dynamodb": {"NewImage": call.serialize()}}
    with patch.object(workflows, "complete") as complete:
        for _ in range(times):
            handler({"Records": [record]}, None)
    assert complete.call_count == times


def test_requests_are_those_that_may_be_sent():
    for _, action, words in CALLS:
        name = f"{action}Request" if words == V201 else action
        assert find_violation(name, minimal(schema(name, words)), words) is None
