"""Whatever a 1.6 station sends that must not be lost, is answered; nothing of ours breaks."""

import json

from hypothesis import given
from hypothesis import strategies as st

from corridor_kernel.ocpp.frames import CallError, CallResult, parse
from corridor_kernel.ocpp.schemas import find_violation
from ocpp_gateway.routes import ROUTES
from tests.property.through_tables import through_tables
from tests.unit.ocpp_gateway.inbound.speaking import say
from tests.unit.ocpp_gateway.ocpp16.speaking import metered, start, stop

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
WORDS = st.sampled_from(
    """connectorId idTag timestamp meterStart meterStop transactionId reservationId meterValue
    transactionData sampledValue value format context reason type status""".split()
)
TEXTS = st.sampled_from(
    ["2026-11-22T10:00:00Z", "SignedData", "OCMF|{}|{}", "sNaN", "1e400", "-1", "12,5", "{}"]
)
JSON = st.recursive(
    SCALARS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
)
PAYLOADS = st.dictionaries(WORDS, JSON, max_size=6)
KEPT = {
    "StartTransaction": start(),
    "MeterValues": metered(77, 1, 5),
    "StopTransaction": stop(77),
    "SecurityEventNotification": {"type": "x", "timestamp": "2026-11-22T10:00:00Z"},
}

SOME = through_tables(60)


def answer(action: str, payload: dict) -> CallResult | CallError:
    frame = parse(say(json.dumps([2, "m1", action, payload]), protocol="ocpp1.6"))
    assert isinstance(frame, CallResult | CallError)
    return frame


@SOME
@given(action=st.sampled_from(sorted(KEPT)), payload=PAYLOADS, whole=st.booleans())
def test_what_must_not_be_lost_is_answered(station, action, payload, whole):
    told = KEPT[action] | payload if whole else payload
    result = answer(action, told)
    assert isinstance(result, CallResult), result
    assert find_violation(f"{action}Response", result.payload, "ocpp1.6") is None


@SOME
@given(action=st.sampled_from(sorted(ROUTES["ocpp1.6"])), payload=PAYLOADS)
def test_no_payload_is_an_error_of_ours(station, action, payload):
    result = answer(action, payload)
    assert isinstance(result, CallResult) or result.code != "InternalError"
