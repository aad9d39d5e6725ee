"""What a station answers when it is asked how a transaction stands (GetTransactionStatus, E14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corridor_kernel.identifiers import session_id


@dataclass(frozen=True, slots=True)
class StatusReport:
    """`at` is when the answer came, by our clock; `ongoing` is None if it was not told."""

    station_id: str
    transaction_id: str
    report_id: str
    at: str
    ongoing: bool | None
    messages_in_queue: bool
    generation: int = 0

    @property
    def session_id(self) -> str:
        return session_id(self.station_id, self.transaction_id, self.generation)


def read_report(
    station_id: str, transaction_id: str, report_id: str, at: str, response: Mapping[str, Any]
) -> StatusReport:
    """A response that says nothing readable of the queue is taken for "there may be more"."""
    ongoing = response.get("ongoingIndicator")
    return StatusReport(
        station_id=station_id,
        transaction_id=transaction_id,
        report_id=report_id,
        at=at,
        ongoing=ongoing if isinstance(ongoing, bool) else None,
        messages_in_queue=response.get("messagesInQueue") is not False,
    )
