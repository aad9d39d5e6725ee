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
        self._started = self._set_at = time.monotonic()
        self._set_to = min(start or self._real_start, self._real_start)
        self.speed = speed

    def now(self) -> datetime:
        """The instant by this clock: UTC, whole milliseconds."""
        seconds = time.monotonic()
        simulated = self._set_to + timedelta(seconds=seconds - self._set_at) * self.speed
        real = self._real_start + timedelta(seconds=seconds - self._started)
        instant = min(simulated, real)
        return instant.replace(microsecond=instant.microsecond // 1000 * 1000)

    def run_at(self, speed: float) -> None:
        """Go on from now at another speed."""
        self._set_to = self.now()
        self._set_at = time.monotonic()
        self.speed = speed

    async def sleep(self, seconds: float) -> None:
        """Wait for that many seconds of the simulated day."""
        await asyncio.sleep(seconds / self.speed)
