"""What happens at one station: transactions, event by event, and the energy that they delivered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from corridor_kernel.times import to_text
from local.station.raw_payloads import event

Payload = dict[str, Any]

SAMPLES = 12
FEW_SAMPLES = 3
SAMPLE_EVERY = timedelta(minutes=5)
SESSION_EVERY = timedelta(minutes=96)
# Energy per sample and price make whole cents, so that no rule of rounding hides a Wh.
SAMPLE_WH = 1240
START_BUTTON = {"idToken": "", "type": "NoAuthorization"}


@dataclass(frozen=True, slots=True)
class Transaction:
    """All events in their order, `offline` not said yet; the energy in Wh between their ends."""

    transaction_id: str
    events: list[Payload]
    energy_wh: int


def transactions(
    name: str, evse_id: int, first_at: datetime, count: int, samples: int = SAMPLES
) -> Iterator[Transaction]:
    """`count` transactions, one after the other, on a register that only grows."""
    register_wh = 1_000_000 * evse_id
    for number in range(count):
        started_at = first_at + number * SESSION_EVERY
        energy_wh = (samples + 1) * SAMPLE_WH
        transaction_id = f"{name}-{evse_id}-{number}"
        events = list(_events(transaction_id, evse_id, started_at, register_wh, samples))
        yield Transaction(transaction_id, events, energy_wh)
        register_wh += energy_wh


def _events(
    transaction_id: str, evse_id: int, started_at: datetime, register_wh: int, samples: int
) -> Iterator[Payload]:
    for seq_no in range(samples + 2):
        at = to_text(started_at + seq_no * SAMPLE_EVERY)
        kind = {0: "Started", samples + 1: "Ended"}.get(seq_no, "Updated")
        told = event(kind, transaction_id, seq_no, register_wh + seq_no * SAMPLE_WH, at)
        if kind == "Started":
            told |= {
                "triggerReason": "Authorized",
                "idToken": START_BUTTON,
                "evse": {"id": evse_id, "connectorId": 1},
            }
        yield told
