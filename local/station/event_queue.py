"""TransactionEvents on their way out; those that a link could not carry at once are offline."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ocpp.v201 import call

from local.station.device_model import DeviceModel
from local.station.message_queue import Message, MessageQueue


@dataclass(slots=True)
class Queued(Message):
    request: call.TransactionEvent


class EventQueue(MessageQueue[Queued]):
    """By the variables of E13.FR.03, 04."""

    def __init__(self, model: DeviceModel, on_answer: Callable[[Queued, Any], None]) -> None:
        super().__init__(model.number, "MessageAttempts", "MessageAttemptInterval")
        self._on_answer = on_answer

    def put(self, event: Queued, offline: bool) -> None:
        """Queue an event behind all others; `offline` if no link could carry it."""
        if offline:
            _mark(event)
        self._append(event)

    def holds(self, transaction_id: str | None) -> bool:
        """Whether an event of that transaction (None: of any) still waits."""
        return any(transaction_id in (None, e.entry.transaction_id) for e in self._messages)

    def mark_offline(self) -> None:
        """The link went down: whatever still waits is replayed as offline (E11.FR.07)."""
        for event in self._messages:
            _mark(event)

    def _request(self, message: Queued) -> call.TransactionEvent:
        return message.request

    def _answered(self, message: Queued, answer: Any) -> None:
        self._on_answer(message, answer)


def _mark(event: Queued) -> None:
    if not event.request.offline:
        event.request.offline = True
        event.entry.events_offline += 1
