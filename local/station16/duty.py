"""What a 1.6 station does while its link is up, and how it gets one: boot, replay, beat."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from ocpp.v16 import call
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import InvalidHandshake

from local.station.link import handshake
from local.station.protocol import CallFailed, Disconnected
from local.station16.answers import Answers16

if TYPE_CHECKING:
    from local.station16.station import Station16

SUBPROTOCOL = "ocpp1.6"
IDENTITY = {"charge_point_vendor": "Corridor", "charge_point_model": "Pilot 50"}
DEFAULT_WAIT_S = 30


class Duty16:
    """`protocol` is the open socket, None while there is none."""

    def __init__(self, station: "Station16") -> None:
        self._station = station
        self._connection: ClientConnection | None = None
        self.protocol: Answers16 | None = None
        self.plugged = asyncio.Event()
        self.plugged.set()

    async def run(self) -> None:
        """Connect again and again, until cancelled."""
        config = self._station.config
        while True:
            await self.plugged.wait()
            try:
                self._connection = await handshake(config.credentials, subprotocol=SUBPROTOCOL)
            except (OSError, TimeoutError, InvalidHandshake):
                pass
            else:
                await self._serve(self._connection)
            await asyncio.sleep(config.back_off_s)

    def pull(self) -> None:
        """Lose the network at once: no close frame goes out."""
        self.plugged.clear()
        if self._connection:
            self._connection.transport.abort()

    async def hang_up(self) -> None:
        """Close in order."""
        if self._connection:
            await self._connection.close()

    async def _serve(self, connection: ClientConnection) -> None:
        self.protocol = Answers16(self._station, connection)
        reading = asyncio.create_task(self.protocol.start())
        working = asyncio.create_task(self._work(self.protocol))
        try:
            await asyncio.wait({reading, working}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.protocol = None
            for task in (reading, working):
                task.cancel()
                with suppress(asyncio.CancelledError, Disconnected):
                    await task

    async def _work(self, protocol: Answers16) -> None:
        station = self._station
        while not station.accepted.is_set():
            await self._boot(protocol)
        for connector in station.evses.values():
            station.tell_status(connector)
        beating = asyncio.create_task(self._beat(protocol))
        try:
            await station.queue.drain(protocol)
        finally:
            beating.cancel()

    async def _boot(self, protocol: Answers16) -> None:
        try:
            answer = await protocol.ask(call.BootNotification(**IDENTITY))
        except CallFailed:
            await asyncio.sleep(1)
            return
        if answer.status != "Accepted":
            await asyncio.sleep(answer.interval or DEFAULT_WAIT_S)
            return
        if answer.interval:
            self._station.configuration.change("HeartbeatInterval", str(answer.interval))
        self._station.accepted.set()

    async def _beat(self, protocol: Answers16) -> None:
        while True:
            await asyncio.sleep(self._station.configuration.number("HeartbeatInterval"))
            with suppress(CallFailed, Disconnected):
                await protocol.ask(call.Heartbeat())
