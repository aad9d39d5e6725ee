"""TransactionEvents on their way out: in order, one at a time, kept while the link is down."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ocpp.v201 import call

from local.station.book import Entry
from local.station.device_model import DeviceModel
from local.station.protocol import CallFailed, Protocol


@dataclass(slots=True)
class Queued:
    """An event, the message id it keeps over all attempts, and whose transaction it tells of."""

    request: call.TransactionEvent
    entry: Entry
    message_id: str
    attempts: int = 0


class MessageQueue:
    """Sends the oldest event until it is answered or its attempts are used up (E13.FR.03, 04)."""

    def __init__(self, model: DeviceModel, on_answer: Callable[[Queued, Any], None]) -> None:
        self._model = model
        self._on_answer = on_answer
        self._events: deque[Queued] = deque()
        self._arrived = asyncio.Event()
        self._emptied = asyncio.Event()
        self._emptied.set()

    def __len__(self) -> int:
        return len(self._events)

    def put(self, event: Queued, offline: bool) -> None:
        """Queue an event behind all others; `offline` if no link could carry it."""
        if offline:
            _mark(event)
        self._events.append(event)
        self._arrived.set()
        self._emptied.clear()

    def holds(self, transaction_id: str | None) -> bool:
        """Whether an event of that transaction (None: of any) still waits."""
        return any(transaction_id in (None, e.entry.transaction_id) for e in self._events)

    def mark_offline(self) -> None:
        """The link went down: whatever still waits is replayed as offline (E11.FR.07)."""
        for event in self._events:
            _mark(event)

    async def drain(self, protocol: Protocol) -> None:
        """Send for as long as the link holds; never returns."""
        while True:
            while self._events:
                await self._send(self._events[0], protocol)
            self._emptied.set()
            self._arrived.clear()
            await self._arrived.wait()

    async def wait_empty(self) -> None:
        """Until each event was answered or given up."""
        await self._emptied.wait()

    async def _send(self, event: Queued, protocol: Protocol) -> None:
        event.attempts += 1
        try:
            answer = await protocol.ask(event.request, event.message_id)
        except CallFailed:
            await self._try_again_later(event)
            return
        self._events.popleft()
        self._on_answer(event, answer)

    async def _try_again_later(self, event: Queued) -> None:
        if event.attempts >= self._model.number("MessageAttempts"):
            self._events.popleft()
            event.entry.events_discarded += 1
        else:
            interval_s = self._model.number("MessageAttemptInterval")
            await asyncio.sleep(interval_s * event.attempts)


def _mark(event: Queued) -> None:
    if not event.request.offline:
        event.request.offline = True
        event.entry.events_offline += 1
