"""Transaction messages on their way out: in order, one at a time, kept while the link is down."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from local.station.book import Entry
from local.station.protocol import CallFailed, Protocol
from local.station16.configuration import Configuration


@dataclass(slots=True)
class Queued:
    """A message that is made when it goes out: only then its transaction may have its id."""

    make: Callable[[], Any]
    entry: Entry
    on_answer: Callable[[Any], None]
    message_id: str = field(default_factory=lambda: str(uuid4()))
    attempts: int = 0


class MessageQueue:
    """Sends the oldest message until it is answered or its attempts are used up."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._messages: deque[Queued] = deque()
        self._arrived = asyncio.Event()
        self._emptied = asyncio.Event()
        self._emptied.set()

    def put(self, message: Queued) -> None:
        """Queue it behind all others."""
        message.entry.events += 1
        self._messages.append(message)
        self._arrived.set()
        self._emptied.clear()

    async def drain(self, protocol: Protocol) -> None:
        """Send for as long as the link holds; never returns."""
        while True:
            while self._messages:
                await self._send(self._messages[0], protocol)
            self._emptied.set()
            self._arrived.clear()
            await self._arrived.wait()

    async def wait_empty(self) -> None:
        """Until each message was answered or given up."""
        await self._emptied.wait()

    async def _send(self, message: Queued, protocol: Protocol) -> None:
        message.attempts += 1
        try:
            answer = await protocol.ask(message.make(), message.message_id)
        except CallFailed:
            await self._try_again_later(message)
            return
        self._messages.popleft()
        message.on_answer(answer)

    async def _try_again_later(self, message: Queued) -> None:
        if message.attempts >= self._configuration.number("TransactionMessageAttempts"):
            self._messages.popleft()
            message.entry.events_discarded += 1
        else:
            interval_s = self._configuration.number("TransactionMessageRetryInterval")
            await asyncio.sleep(interval_s * message.attempts)
