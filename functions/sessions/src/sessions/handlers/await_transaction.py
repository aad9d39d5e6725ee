"""State machine remote_start: wait for the transaction that a start leads to."""

from collections.abc import Mapping
from typing import Any

from sessions.await_transaction import await_transaction


def handler(event: Mapping[str, Any], context: object) -> None:
    """`{"station_id", "remote_start_id", "task_token", "answer"}`."""
    await_transaction(
        event["station_id"], event["remote_start_id"], event["task_token"], event["answer"]
    )
