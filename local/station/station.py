"""A charging station: EVSEs, queue, link and book, put together."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from ocpp.v201 import call
from websockets.asyncio.client import ClientConnection

from local.station.aligned_data import AlignedData
from local.station.answers import Answers
from local.station.authorization import Authorization
from local.station.availability import Availability
from local.station.book import Entry
from local.station.clock import Clock
from local.station.config import Config
from local.station.device_model import DeviceModel
from local.station.displays import Displays
from local.station.duty import Duty
from local.station.event_queue import EventQueue, Queued
from local.station.evse import Evse
from local.station.firmware import Firmware
from local.station.link import Credentials, Link
from local.station.live_variables import bind
from local.station.local_list import LocalList
from local.station.logs import Logs
from local.station.message_ids import MessageIds
from local.station.monitoring import Monitoring
from local.station.network_profiles import NetworkProfiles
from local.station.notices import Notices
from local.station.outside_limits import OutsideLimits
from local.station.power import Power
from local.station.protocol import Disconnected, OnFrame, Protocol
from local.station.publications import Publications
from local.station.readings import SIGN_ENDED
from local.station.registration import Registration
from local.station.remote_start import RemoteStarts
from local.station.reservations import Reservations
from local.station.resets import Resets
from local.station.security import Security
from local.station.slow_signing import is_slow, later
from local.station.smart_charging import SmartCharging
from local.station.statuses import Statuses
from local.station.triggers import Triggers

OnCost = Callable[[str, float], None]
OnDisplay = Callable[[list[str]], None]


class Station:
    """Use as `async with Station(config) as station`; drivers act on `station.evses[n]`.

    The charge runs by `clock`; link, heartbeats and retries run in real time.
    """

    def __init__(
        self,
        config: Config,
        clock: Clock | None = None,
        on_frame: OnFrame | None = None,
        on_cost: OnCost | None = None,
        on_display: OnDisplay | None = None,
    ) -> None:
        self.id = config.credentials.identity
        self.config = config
        self.credentials = config.credentials
        self.clock = clock or Clock()
        self.on_frame = on_frame or _ignore
        self.on_cost = on_cost or _ignore
        self.on_display = on_display or _ignore
        signs = {SIGN_ENDED: "true"} if config.signing else {}
        self.model = DeviceModel(signs | config.variables, config.evses)
        self.new_message_id = MessageIds(config.quirks.counts_message_ids)
        self.book: list[Entry] = []
        self.evses = {n: Evse(self, n) for n in range(1, config.evses + 1)}
        self.registration = Registration(self.model, self.id)
        self.authorization = Authorization(self)
        self.local_list = LocalList(self.model)
        self.availability = Availability(self.evses)
        self.displays = Displays(self)
        self.firmware = Firmware(self)
        self.logs = Logs(self)
        self.publications = Publications(self)
        self.remote_starts = RemoteStarts(self)
        self.reservations = Reservations(self)
        self.resets = Resets(self)
        self.smart_charging = SmartCharging(self)
        self.outside_limits = OutsideLimits(self)
        self.statuses = Statuses(self.evses, self.clock)
        self.triggers = Triggers(self)
        self.power = Power(self)
        self.notices = Notices()
        self.queue = EventQueue(self.model, self._answered)
        self.network = NetworkProfiles(self)
        self.security = Security(self)
        self.link = Link(self._credentials, self.model, self._serve, self.network.failed)
        self._duty = Duty(self)
        self._protocol: Protocol | None = None
        self._life: list[asyncio.Task[None]] = []
        bind(self)
        self.monitoring = Monitoring(self)
        self.aligned_data = AlignedData(self)

    async def __aenter__(self) -> "Station":
        work = (self.link.run(), self.aligned_data.run())
        self._life = [asyncio.create_task(one) for one in work]
        self.monitoring.look()
        return self

    async def __aexit__(self, *_: object) -> None:
        for evse in self.evses.values():
            evse.power_off()
        self.monitoring.stop()
        self.reservations.stop()
        for work in (self.firmware, self.logs, self.publications):
            work.stop()
        for one in self._life:
            one.cancel()
            with suppress(asyncio.CancelledError):
                await one

    @property
    def accepted(self) -> asyncio.Event:
        """Set once the backend has accepted it."""
        return self.registration.accepted

    @property
    def is_online(self) -> bool:
        """Whether a socket is open."""
        return self._protocol is not None

    def go_offline(self) -> None:
        """The network fails without a word; events queue until `come_back`."""
        self.link.pull()

    def come_back(self) -> None:
        """The network works again."""
        self.link.plug_in()

    async def ask(self, request: Any) -> Any:
        """A CALL outside the queue; raises CallFailed or Disconnected."""
        if self._protocol is None:
            raise Disconnected
        return await self._protocol.ask(request)

    def queue_event(self, request: call.TransactionEvent, entry: Entry) -> None:
        """Send a TransactionEvent when its turn comes."""
        if self.config.quirks.loses_ended and request.event_type == "Ended":
            return
        event = Queued(entry, self.new_message_id(), request)
        if request.event_type == "Ended" and is_slow(self):
            later(self, lambda: self.queue.put(event, offline=not self.is_online))
        else:
            self.queue.put(event, offline=not self.is_online)

    def notify(self, request: Any, keep: bool = True) -> None:
        """Send it when its turn comes; `keep` it while the link is down."""
        if keep or self.is_online:
            self.notices.put(request)

    def boot(self, reason: str) -> None:
        """The software starts anew: what waited for that counts, and the backend is asked again."""
        self.model.boot()
        self.network.boot()
        self.new_message_id.boot()
        self.registration.forget(reason)

    def evse_of(self, transaction_id: str) -> Evse | None:
        """Where that transaction runs now."""
        return next((e for e in self.evses.values() if e.runs(transaction_id)), None)

    def changed(self) -> None:
        """An EVSE was plugged, started, stopped, left or switched."""
        self.availability.settle()
        self.reservations.settle()
        self.statuses.changed()
        self.monitoring.look()

    def ended(self, evse: Evse) -> None:
        """The transaction there is about to be over: what lived for it goes too."""
        if evse.transaction:
            self.smart_charging.forget_transaction(evse.transaction.id)
            self.displays.forget_transaction(evse.transaction.id)

    def _credentials(self) -> Credentials:
        network = self.network
        return self.security.credentials(network.credentials(), network.security_profile)

    async def _serve(self, connection: ClientConnection) -> None:
        self.security.connected(self.network.security_profile)
        self._protocol = Answers(self, connection)
        try:
            await self._duty.run(self._protocol)
        finally:
            self._protocol = None
            self.queue.mark_offline()

    def _answered(self, event: Queued, answer: Any) -> None:
        event.entry.total_cost = answer.total_cost or event.entry.total_cost
        evse = self.evse_of(event.entry.transaction_id)
        if evse and answer.id_token_info:
            evse.told_about_token(answer.id_token_info)


def _ignore(*_: Any) -> None:
    pass
