"""Payloads for stations without a behaviour of their own, see `RawStation`."""

from typing import Any

TRIGGERS = {"Started": "CablePluggedIn", "Ended": "EVDeparted"}
CONTEXTS = {"Started": "Transaction.Begin", "Ended": "Transaction.End"}


def event(kind: str, transaction: str, seq: int, register_wh: float, at: str) -> dict[str, Any]:
    """A TransactionEvent at the instant `at` with one reading of the register."""
    sampled = {"value": register_wh, "context": CONTEXTS.get(kind, "Sample.Periodic")}
    return {
        "eventType": kind,
        "timestamp": at,
        "triggerReason": TRIGGERS.get(kind, "MeterValuePeriodic"),
        "seqNo": seq,
        "transactionInfo": {"transactionId": transaction, "chargingState": "Charging"},
        "meterValue": [{"timestamp": at, "sampledValue": [sampled]}],
    }
