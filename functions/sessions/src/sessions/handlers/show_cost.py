"""on_ledger's own word: the cost of a running transaction is to be shown."""

from collections.abc import Mapping
from typing import Any

from sessions.show_cost import show_cost


def handler(event: Mapping[str, Any], context: object) -> None:
    """`{"session_id"}`; run again, it tells the station nothing twice."""
    show_cost(event["session_id"])
