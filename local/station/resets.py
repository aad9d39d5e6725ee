"""Reset: at once, or when the last car has gone (R-TX-15)."""

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.station.station import Station

LAST_WORDS_S = 10


class Resets:
    """Ends what must end, then hangs up and boots anew."""

    def __init__(self, station: "Station") -> None:
        self._station = station

    def status(self, kind: str) -> str:
        """A ResetStatusEnumType for `Immediate` or `OnIdle`."""
        return "Scheduled" if kind == "OnIdle" and self._is_busy() else "Accepted"

    async def carry_out(self, kind: str) -> None:
        """Restart; transactions end with ImmediateReset unless they are waited for."""
        while kind == "OnIdle" and self._is_busy():
            await self._station.clock.sleep(1)
        for evse in self._station.evses.values():
            if evse.transaction:
                evse.stop("ResetCommand", "ImmediateReset")
        await self._say_last_words()
        self._station.boot("RemoteReset")
        await self._station.link.hang_up()

    async def _say_last_words(self) -> None:
        try:
            async with asyncio.timeout(LAST_WORDS_S):
                await self._station.queue.wait_empty()
        except TimeoutError:
            pass

    def _is_busy(self) -> bool:
        return any(evse.transaction for evse in self._station.evses.values())
