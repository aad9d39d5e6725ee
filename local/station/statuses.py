"""StatusNotifications: what changed, or everything after a boot or a long silence (R-BOOT-8)."""

import asyncio
from collections.abc import Iterable, Mapping

from ocpp.v201 import call

from corridor_kernel.times import to_text
from local.station.clock import Clock
from local.station.evse import Evse
from local.station.protocol import CallFailed, Disconnected, Protocol


class Statuses:
    """Remembers what the backend was told of each EVSE."""

    def __init__(self, evses: Mapping[int, Evse], clock: Clock) -> None:
        self._evses = evses
        self._clock = clock
        self._told: dict[int, str] = {}
        self._changed = asyncio.Event()

    def changed(self) -> None:
        """A connector may have a new status."""
        self._changed.set()

    def forget(self) -> None:
        """Tell all of them again."""
        self._told.clear()

    def forget_some(self, evses: Iterable[Evse]) -> None:
        """Tell these again now."""
        for evse in evses:
            self._told.pop(evse.id, None)
        self._changed.set()

    async def tell(self, protocol: Protocol) -> None:
        """Each status the backend does not know yet."""
        for evse in self._evses.values():
            if self._told.get(evse.id) != evse.status:
                await self.tell_one(protocol, evse)

    async def tell_one(self, protocol: Protocol, evse: Evse) -> None:
        """One connector's status; a refusal is not asked again."""
        status = evse.status
        request = call.StatusNotification(
            timestamp=to_text(self._clock.now()),
            connector_status=status,
            evse_id=evse.id,
            connector_id=evse.connector_id,
        )
        self._told[evse.id] = status
        try:
            await protocol.ask(request)
        except CallFailed:
            pass
        except Disconnected:
            del self._told[evse.id]
            raise

    async def keep_telling(self, protocol: Protocol) -> None:
        """For as long as the link holds; never returns."""
        while True:
            self._changed.clear()
            await self.tell(protocol)
            await self._changed.wait()
