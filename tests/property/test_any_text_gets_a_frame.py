"""Whatever a station sends, it gets one OCPP frame or silence, and the gateway goes on."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor_kernel.ocpp.frames import CallError, CallResult, parse
from corridor_kernel.ocpp.schemas import find_violation
from ocpp_gateway.domain.connection import Unusable
from ocpp_gateway.domain.transaction_events import entry_of
from tests.property.through_tables import through_tables
from tests.unit.ocpp_gateway.inbound.speaking import event, ledger, say

NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | NUMBERS | st.text()
WORDS = st.sampled_from(
    [
        "transactionInfo",
        "transactionId",
        "seqNo",
        "idToken",
        "type",
        "timestamp",
        "eventData",
        "component",
        "variable",
        "evse",
        "meterValue",
        "offline",
    ]
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=5)
)
PAYLOADS = st.dictionaries(WORDS, JSON, max_size=6)
ACTIONS = ["TransactionEvent", "MeterValues", "NotifyEvent", "SecurityEventNotification"]

SOME = through_tables(40)


@SOME
@given(text=st.text() | JSON.map(json.dumps) | st.lists(JSON, max_size=5).map(json.dumps))
def test_any_text(station, text):
    answer = say(text)
    assert answer is None or isinstance(parse(answer), CallError)


@SOME
@given(action=st.sampled_from(ACTIONS), payload=PAYLOADS)
def test_any_payload_of_what_must_not_be_lost(station, action, payload):
    """Kept and answered; only a TransactionEvent without a place in the ledger is refused."""
    answer = parse(say(json.dumps([2, "m1", action, payload])))
    if isinstance(answer, CallResult):
        assert find_violation(f"{action}Response", answer.payload, "ocpp2.0.1") is None
    else:
        assert action == "TransactionEvent"
        with pytest.raises(Unusable):
            entry_of(payload)


@SOME
@given(more=PAYLOADS.filter(lambda more: not more.keys() & {"transactionInfo", "seqNo"}))
def test_any_event_with_a_place_is_kept(station, more):
    before = len(ledger())
    payload = event("Updated", before) | more
    assert isinstance(parse(say(json.dumps([2, "m1", "TransactionEvent", payload]))), CallResult)
    assert len(ledger()) == before + 1
