"""The station's clock: runs `speed` times as fast as real time, and never ahead of it."""

import asyncio
import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Starts at `start` (aware; None: now) and gains on real time until it has caught up.

    A backend doubts events from its own future (R-TX-8), hence the ceiling.
    """

    def __init__(self, start: datetime | None = None, speed: float = 1.0) -> None:
        self._real_start = datetime.now(UTC)
        self._start = min(start or self._real_start, self._real_start)
        self._began = time.monotonic()
        self.speed = speed

    def now(self) -> datetime:
        """The instant by this clock: UTC, whole milliseconds."""
        elapsed = timedelta(seconds=time.monotonic() - self._began)
        instant = min(self._start + elapsed * self.speed, self._real_start + elapsed)
        return instant.replace(microsecond=instant.microsecond // 1000 * 1000)

    async def sleep(self, seconds: float) -> None:
        """Wait for that many seconds of the simulated day."""
        await asyncio.sleep(seconds / self.speed)
