"""Messages about transactions on their way out: in order, one at a time, until answered."""

import asyncio
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from local.station.book import Entry
from local.station.protocol import CallFailed, Protocol


@dataclass(slots=True)
class Message:
    """Whose transaction it tells of, and the id it keeps over all attempts."""

    entry: Entry
    message_id: str
    attempts: int = field(default=0, init=False)


AMessage = TypeVar("AMessage", bound=Message)


class MessageQueue(ABC, Generic[AMessage]):
    """Sends the oldest message until it is answered or its attempts are used up.

    `number` reads a setting; `attempts` and `interval_s` name those that say how often a message
    is tried, and how much longer each time until it is tried again.
    """

    def __init__(self, number: Callable[[str], float], attempts: str, interval_s: str) -> None:
        self._number = number
        self._attempts = attempts
        self._interval_s = interval_s
        self._messages: deque[AMessage] = deque()
        self._arrived = asyncio.Event()
        self._emptied = asyncio.Event()
        self._emptied.set()

    def __len__(self) -> int:
        return len(self._messages)

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

    def _append(self, message: AMessage) -> None:
        self._messages.append(message)
        self._arrived.set()
        self._emptied.clear()

    @abstractmethod
    def _request(self, message: AMessage) -> Any:
        """What goes out, now."""

    @abstractmethod
    def _answered(self, message: AMessage, answer: Any) -> None:
        """It is off the queue."""

    async def _send(self, message: AMessage, protocol: Protocol) -> None:
        message.attempts += 1
        try:
            answer = await protocol.ask(self._request(message), message.message_id)
        except CallFailed:
            await self._try_again_later(message)
            return
        self._messages.popleft()
        self._answered(message, answer)

    async def _try_again_later(self, message: AMessage) -> None:
        if message.attempts >= self._number(self._attempts):
            self._messages.popleft()
            message.entry.events_discarded += 1
        else:
            await asyncio.sleep(self._number(self._interval_s) * message.attempts)
