"""A 1.6 charging station: connectors, queue, link and book, put together."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from ocpp.v16 import call

from corridor_kernel.times import to_text
from local.station.book import Entry
from local.station.clock import Clock
from local.station.link import Credentials
from local.station.protocol import CallFailed, Disconnected, OnFrame
from local.station.quirks import Quirks
from local.station.signing import Signing
from local.station.vehicle import Vehicle
from local.station16.charging_profiles import ChargingProfiles
from local.station16.configuration import OF_SIGNING, Configuration
from local.station16.connector import Connector
from local.station16.duty import IDENTITY, Duty16
from local.station16.local_list import LocalList
from local.station16.transaction_queue import TransactionQueue


@dataclass(frozen=True, slots=True)
class Config16:
    """A station as it stands at the road; `visitor` takes the cable when a remote start finds
    none plugged in; `signing` says how its meters sign, None that they cannot;
    of the `quirks`, it has those of signing."""

    credentials: Credentials
    evses: int = 2
    configuration: dict[str, Any] = field(default_factory=dict)
    visitor: Vehicle | None = None
    back_off_s: float = 1.0
    signing: Signing | None = None
    quirks: Quirks = field(default_factory=Quirks)


class Station16:
    """Use as `async with Station16(config) as station`; drivers act on `station.evses[n]`."""

    def __init__(
        self, config: Config16, clock: Clock | None = None, on_frame: OnFrame | None = None
    ) -> None:
        self.id = config.credentials.identity
        self.config = config
        self.clock = clock or Clock()
        self.on_frame = on_frame or (lambda *_: None)
        keys = {"NumberOfConnectors": config.evses} | (OF_SIGNING if config.signing else {})
        self.configuration = Configuration(keys | config.configuration)
        self.book: list[Entry] = []
        self.cache: dict[str, str] = {}
        self.local_list = LocalList()
        self.charging_profiles = ChargingProfiles()
        self.queue = TransactionQueue(self.configuration)
        self.evses = {n: Connector(self, n) for n in range(1, config.evses + 1)}
        self.accepted = asyncio.Event()
        self.duty = Duty16(self)
        self._life: asyncio.Task[None] | None = None
        self._telling: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "Station16":
        self._life = asyncio.create_task(self.duty.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        for connector in self.evses.values():
            connector.power_off()
        for task in (*self._telling, self._life):
            if task:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        await self.duty.hang_up()

    @property
    def is_online(self) -> bool:
        """Whether a socket is open."""
        return self.duty.protocol is not None

    def go_offline(self) -> None:
        """The network fails without a word; messages queue until `come_back`."""
        self.duty.pull()

    def come_back(self) -> None:
        """The network works again."""
        self.duty.plugged.set()

    async def ask(self, request: Any) -> Any:
        """A CALL outside the queue; raises CallFailed or Disconnected."""
        if self.duty.protocol is None:
            raise Disconnected
        return await self.duty.protocol.ask(request)

    async def authorize(self, id_tag: str) -> str:
        """The backend's word, or the station's memory of it while the link is down."""
        try:
            answer = await self.ask(call.Authorize(id_tag=id_tag))
        except (CallFailed, Disconnected):
            return self._remembered(id_tag)
        self.cache[id_tag.lower()] = answer.id_tag_info["status"]
        return str(answer.id_tag_info["status"])

    def tell_status(self, connector: Connector) -> None:
        """A StatusNotification beside the queue; nothing while the link is down."""
        if self.is_online:
            self._tell(
                call.StatusNotification(
                    connector_id=connector.id,
                    error_code="NoError",
                    status=connector.status,
                    timestamp=to_text(self.clock.now()),
                )
            )

    def free_connector(self, connector_id: int | None) -> Connector | None:
        """The connector if it may start now; None asks for any."""
        chosen = [self.evses[connector_id]] if connector_id in self.evses else []
        chosen = list(self.evses.values()) if connector_id is None else chosen
        return next((one for one in chosen if one.operative and not one.transaction), None)

    def connector_of(self, transaction_id: int) -> Connector | None:
        """Where that transaction runs now."""
        for connector in self.evses.values():
            if connector.transaction and connector.transaction.id == transaction_id:
                return connector
        return None

    def change_availability(self, connector_id: int, operative: bool) -> str:
        """An AvailabilityStatus; connector 0 means all of them."""
        chosen = [self.evses[connector_id]] if connector_id else list(self.evses.values())
        for connector in chosen:
            connector.operative = operative
            if not connector.transaction and not connector.vehicle:
                connector.show("Available" if operative else "Unavailable")
        return "Scheduled" if any(one.transaction for one in chosen) else "Accepted"

    async def restart(self, reason: str) -> None:
        """All transactions end, and the station boots anew."""
        for connector in self.evses.values():
            connector.stop(reason)
        self.accepted.clear()
        await self.duty.hang_up()

    async def send_triggered(self, message: str, connector_id: int | None) -> None:
        """What a TriggerMessage asked for."""
        chosen = [self.evses[connector_id]] if connector_id else list(self.evses.values())
        if message == "BootNotification":
            await self.ask(call.BootNotification(**IDENTITY))
        elif message == "Heartbeat":
            await self.ask(call.Heartbeat())
        elif message == "StatusNotification":
            for connector in chosen:
                self.tell_status(connector)
        else:
            for connector in chosen:
                connector.sample()

    def _remembered(self, id_tag: str) -> str:
        if not self.configuration.flag("LocalAuthorizeOffline"):
            return "Invalid"
        known = self.local_list.status(id_tag) or self.cache.get(id_tag.lower())
        unknown_is_welcome = self.configuration.flag("AllowOfflineTxForUnknownId")
        return known or ("Accepted" if unknown_is_welcome else "Invalid")

    def _tell(self, request: Any) -> None:
        async def tell() -> None:
            with suppress(CallFailed, Disconnected):
                await self.ask(request)

        task = asyncio.create_task(tell())
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)
