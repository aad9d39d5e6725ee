"""Messages besides TransactionEvents that must not be lost: alarms, expired reservations."""

import asyncio
from collections import deque
from typing import Any

from local.station.protocol import CallFailed, Protocol


class Notices:
    """Sent in order while a link holds; a refusal settles one, a lost link does not."""

    def __init__(self) -> None:
        self._waiting: deque[Any] = deque()
        self._arrived = asyncio.Event()

    def put(self, request: Any) -> None:
        """Send it when its turn comes."""
        self._waiting.append(request)
        self._arrived.set()

    async def drain(self, protocol: Protocol) -> None:
        """Send for as long as the link holds; never returns."""
        while True:
            while self._waiting:
                await self._send(self._waiting[0], protocol)
            self._arrived.clear()
            await self._arrived.wait()

    async def _send(self, request: Any, protocol: Protocol) -> None:
        try:
            await protocol.ask(request)
        except CallFailed:
            pass
        self._waiting.popleft()
