"""What a machine does next; one that has done enough leaves the campaign to another."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from ocpp_gateway.firmware.machines import start_next_machine
from ocpp_gateway.firmware.plan_wave import plan_wave

# A history ends at 25,000 events, and its machine with it (aws.md §2.1). What is counted here goes
# well: a task that is tried again costs more.
_MOST_EVENTS: Final = 8_000
_EVENTS_A_STEP: Final = 15
_EVENTS_A_STATION: Final = 10


def next_step(campaign_id: str, run: int, spent: int, now: datetime) -> dict[str, Any]:
    """As `plan_wave`, with the events that the history of this machine, the one of `run`, has
    `spent`; safe to repeat."""
    step = plan_wave(campaign_id, now)
    if step["step"] == "End":
        return step
    total = spent + _cost(step)
    if total > _MOST_EVENTS:
        start_next_machine(campaign_id, run)
        return {"step": "End"}
    return step | {"spent": total}


def _cost(step: Mapping[str, Any]) -> int:
    return _EVENTS_A_STEP + _EVENTS_A_STATION * len(step.get("stations", ()))
