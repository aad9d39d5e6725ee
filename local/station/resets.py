"""Reset: at once, or when the last car has gone (R-TX-15)."""

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.station.evse import Evse
    from local.station.station import Station

LAST_WORDS_S = 10


class Resets:
    """Ends what must end, then hangs up and boots anew; or one EVSE alone does, on its socket."""

    def __init__(self, station: "Station") -> None:
        self._station = station

    def status(self, kind: str, evse_id: int | None = None) -> str:
        """A ResetStatusEnumType for `Immediate` or `OnIdle`, of all or of one EVSE."""
        evses = self._chosen(evse_id)
        if not evses:
            return "Rejected"
        return "Scheduled" if kind == "OnIdle" and _is_busy(evses) else "Accepted"

    async def carry_out(self, kind: str, evse_id: int | None = None) -> None:
        """Restart; transactions end with ImmediateReset unless they are waited for."""
        evses = self._chosen(evse_id)
        while kind == "OnIdle" and _is_busy(evses):
            await self._station.clock.sleep(1)
        for evse in evses:
            if evse.transaction:
                evse.stop("ResetCommand", "ImmediateReset")
        if evse_id is None:
            await self._restart()
        else:
            self._station.statuses.forget_some(evses)

    async def _restart(self) -> None:
        await self._say_last_words()
        self._station.boot("RemoteReset")
        await self._station.link.hang_up()

    async def _say_last_words(self) -> None:
        try:
            async with asyncio.timeout(LAST_WORDS_S):
                await self._station.queue.wait_empty()
        except TimeoutError:
            pass

    def _chosen(self, evse_id: int | None) -> "list[Evse]":
        evses = self._station.evses.values()
        return [evse for evse in evses if evse_id in (None, evse.id)]


def _is_busy(evses: "list[Evse]") -> bool:
    return any(evse.transaction for evse in evses)
