"""Whatever payload an action comes with, right or spoiled: one answer, and no fault of ours.

What an example breaks is kept as a file in tests/cases/frames, which test_odd_frames.py replays.
"""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor_kernel.ocpp.frames import CallError, CallResult, parse
from corridor_kernel.ocpp.schemas import find_violation, request_schema
from ocpp_gateway.domain.connection import Unusable
from ocpp_gateway.domain.transaction_events import entry_of
from ocpp_gateway.routes import ROUTES
from tests.property.through_tables import through_tables
from tests.schema_payloads import broken, schema, valid
from tests.unit.ocpp_gateway.inbound.speaking import ledger, parked, say

MESSAGES = [(version, action) for version, routes in ROUTES.items() for action in routes]
OURS = {"InternalError"}

FEW = through_tables(16)


def said(version, action):
    """(payload, whether it keeps its schema)."""
    message = schema(request_schema(action, version), version)
    return st.tuples(valid(message), st.just(True)) | st.tuples(broken(message), st.just(False))


@pytest.mark.parametrize(("version", "action"), MESSAGES)
def test_any_payload(station, version, action):
    @FEW
    @given(said(version, action))
    def run(said):
        payload, is_valid = said
        answer = ask(version, action, payload)
        assert parked() == [], "an exception of ours"
        if isinstance(answer, CallResult):
            response = ROUTES[version][action].response
            assert find_violation(response, answer.payload, version) is None
        else:
            assert answer.code not in OURS
        if is_valid:
            assert find_violation(request_schema(action, version), payload, version) is None

    run()


def ask(version, action, payload):
    text = say(json.dumps([2, "m1", action, payload]), protocol=version)
    assert text is not None, "silence: the socket would be closed"
    answer = parse(text)
    assert isinstance(answer, CallResult | CallError)
    return answer


EVENTS = schema("TransactionEventRequest", "ocpp2.0.1")


@settings(FEW, max_examples=60)
@given(payload=valid(EVENTS) | broken(EVENTS))
def test_any_event_that_names_its_place_is_kept(station, payload):
    answer = ask("ocpp2.0.1", "TransactionEvent", payload)
    read = as_read(payload)
    if read is None:
        return
    entry = place_of(read)
    assert isinstance(answer, CallError if entry is None else CallResult)
    if entry:
        kept = ledger(entry.transaction_id)
        assert any(item.event.startswith(f"{entry.seq_no:010d}#") for item in kept)


def place_of(payload):
    try:
        return entry_of(payload)
    except Unusable:
        return None


def as_read(payload):
    """The payload behind its JSON; None if a number or the depth in it is none that we can keep."""
    try:
        frame = parse(json.dumps([2, "m1", "TransactionEvent", payload]))
    except Exception:
        return None
    return frame.payload if frame.payload == payload else None
