"""The state machine station_provisioning: one turn of a run, or its end if the machine failed."""

from datetime import UTC, datetime
from typing import Any

from ocpp_gateway.provisioning.conclude import abandon
from ocpp_gateway.provisioning.take_turn import run_of, take_turn


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """`{station_id, run_id, progress, reply}` in and out; `failure` abandons the run."""
    now = datetime.now(UTC)
    if "failure" in event:
        abandon(run_of(event, now), str(event["failure"].get("Error")))
        return {}
    return take_turn(event, now)
