"""How long a CALL is kept: 90 days, and 7 if it says whom somebody asked about."""

from datetime import timedelta

import pytest

from corridor_kernel.ocpp.frames import CallError, CallResult
from ocpp_gateway.receive_answer import receive_answer
from tests.unit.ocpp_gateway.outbound.conftest import NOW, ask, call

CUSTOMER = {
    "requestId": 1,
    "report": True,
    "clear": False,
    "idToken": {"idToken": "04AA", "type": "ISO14443"},
}


@pytest.mark.parametrize("frame", [CallResult("c1", {"status": "Accepted"}), CallError("c1", "x")])
@pytest.mark.parametrize(
    ("action", "payload", "days"), [("ClearCache", {}, 90), ("CustomerInformation", CUSTOMER, 7)]
)
def test_a_call_that_was_answered(station, air, action, payload, days, frame):
    ask("c1", action, payload=payload)
    assert call().expires_at is None
    receive_answer("CS1", frame, NOW)
    assert call().expires_at == NOW + timedelta(days=days)


def test_a_call_that_was_refused(station, air):
    ask("c1", "CustomerInformation", payload=CUSTOMER | {"requestId": "x"})
    assert call().outcome == "Invalid"
    assert call().expires_at == NOW + timedelta(days=7)
