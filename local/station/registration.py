"""Boot until the backend accepts (ocpp.md §3.1): Pending and Rejected wait and ask again."""

import asyncio

from ocpp.v201 import call

from local.station.device_model import DeviceModel
from local.station.protocol import CallFailed, Protocol

DEFAULT_WAIT_S = 30.0
IDENTITY = {"model": "HPC 300", "vendor_name": "Corridor", "firmware_version": "1.0.0"}
AFTER_FAILURE_S = 2.0


class Registration:
    """`status` is what the last BootNotificationResponse said; None before the first."""

    def __init__(self, model: DeviceModel, identity: str) -> None:
        self._model = model
        self.serial_number = identity[:25]
        self._charging_station = IDENTITY | {"serial_number": self.serial_number}
        self._triggered = asyncio.Event()
        self.accepted = asyncio.Event()
        self.status: str | None = None
        self.reason = "PowerUp"

    def forget(self, reason: str) -> None:
        """The station restarts: it has to introduce itself again."""
        self.status = None
        self.reason = reason
        self.accepted.clear()

    def install(self, version: str) -> None:
        """From its next boot on the station runs this firmware."""
        self._charging_station["firmware_version"] = version

    def ask_now(self) -> None:
        """The backend triggered a BootNotification."""
        self._triggered.set()

    async def boot(self, protocol: Protocol) -> None:
        """Return once accepted; raises Disconnected if the link goes first."""
        while self.status != "Accepted":
            await self._wait(await self._attempt(protocol))
        self.accepted.set()

    async def _attempt(self, protocol: Protocol) -> float:
        request = call.BootNotification(
            charging_station=self._charging_station,
            reason="Triggered" if self._triggered.is_set() else self.reason,
        )
        self._triggered.clear()
        try:
            answer = await protocol.ask(request)
        except CallFailed:
            return AFTER_FAILURE_S
        self.status = answer.status
        if answer.status != "Accepted":
            return float(answer.interval or DEFAULT_WAIT_S)
        if answer.interval:
            self._model.preset("HeartbeatInterval", str(answer.interval))
        return 0

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._triggered.wait()
        except TimeoutError:
            pass
