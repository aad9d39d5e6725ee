"""What a station does while its socket is open: boot, say what changed, beat, drain."""

import asyncio
import time
from typing import TYPE_CHECKING

from ocpp.v201 import call

from local.station.protocol import CallFailed, Disconnected, Protocol

if TYPE_CHECKING:
    from local.station.station import Station


class Duty:
    """Remembers between two sockets how long the station was away."""

    def __init__(self, station: "Station") -> None:
        self._station = station
        self._left_at = time.monotonic()

    async def run(self, protocol: Protocol) -> None:
        """Until the link goes; no BootNotification on a mere reconnect (R-RPC-13)."""
        reader = asyncio.create_task(protocol.start())
        work = asyncio.create_task(self._work(protocol))
        try:
            await asyncio.wait({reader, work}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._left_at = time.monotonic()
            reader.cancel()
            work.cancel()
            await asyncio.wait({reader, work})
        for task in (reader, work):
            if not task.cancelled():
                task.result()

    async def _work(self, protocol: Protocol) -> None:
        station = self._station
        try:
            await self._introduce(protocol)
            async with asyncio.TaskGroup() as group:
                group.create_task(station.queue.drain(protocol))
                group.create_task(station.notices.drain(protocol))
                group.create_task(station.statuses.keep_telling(protocol))
                group.create_task(self._beat(protocol))
        except* Disconnected:
            pass

    async def _introduce(self, protocol: Protocol) -> None:
        registration, model = self._station.registration, self._station.model
        if registration.accepted.is_set():
            await heartbeat(protocol)
            if time.monotonic() - self._left_at > model.number("OfflineThreshold"):
                self._station.statuses.forget()
        else:
            await registration.boot(protocol)
            self._station.statuses.forget()

    async def _beat(self, protocol: Protocol) -> None:
        while True:
            await asyncio.sleep(self._station.model.number("HeartbeatInterval"))
            await heartbeat(protocol)


async def heartbeat(protocol: Protocol) -> None:
    """One Heartbeat; a refusal changes nothing."""
    try:
        await protocol.ask(call.Heartbeat())
    except CallFailed:
        pass
