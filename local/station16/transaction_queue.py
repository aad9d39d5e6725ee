"""Transaction messages on their way out: made only then, for only then there may be an id."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from local.station.book import Entry
from local.station.message_queue import Message, MessageQueue
from local.station16.configuration import Configuration


@dataclass(slots=True)
class Queued(Message):
    make: Callable[[], Any]
    on_answer: Callable[[Any], None]


class TransactionQueue(MessageQueue[Queued]):
    """By the configuration keys of transaction messages."""

    def __init__(self, configuration: Configuration) -> None:
        attempts, interval_s = "TransactionMessageAttempts", "TransactionMessageRetryInterval"
        super().__init__(configuration.number, attempts, interval_s)

    def put(
        self,
        make: Callable[[], Any],
        entry: Entry,
        on_answer: Callable[[Any], None] = lambda answer: None,
    ) -> None:
        """Queue what `make` makes behind all others."""
        entry.events += 1
        self._append(Queued(entry, str(uuid4()), make, on_answer))

    def _request(self, message: Queued) -> Any:
        return message.make()

    def _answered(self, message: Queued, answer: Any) -> None:
        message.on_answer(answer)
