"""Firmware updates (L01): fetched, verified, installed between two transactions, then booted."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ocpp.v201 import call

from corridor_kernel.times import from_text, to_text
from local.station.firmware_image import is_certificate, is_signed, version_in
from local.station.protocol import CallFailed, Disconnected
from local.station.transfers import TransferFailed, download

if TYPE_CHECKING:
    from local.station.station import Station

LOOK_S = 0.05
ENDED = {
    "DownloadFailed",
    "InstallationFailed",
    "Installed",
    "InstallVerificationFailed",
    "InvalidSignature",
}


class UpdateFailed(Exception):
    """The text is the status to report."""


@dataclass(slots=True)
class Order:
    """An UpdateFirmware as it came, its firmware in snake case."""

    request_id: int
    firmware: dict[str, Any]
    retries: int
    retry_interval_s: float


class Firmware:
    """`fails_with` makes updates end with that status; `refuses` is what they are answered.

    Times of retrieval and installation are real time, as the link is.
    """

    def __init__(self, station: "Station") -> None:
        self._station = station
        self._task: asyncio.Task[None] | None = None
        self._told: call.FirmwareStatusNotification | None = None
        self.fails_with: str | None = None
        self.refuses: str | None = None

    def status_message(self) -> call.FirmwareStatusNotification:
        """What was told last of the update under way; Idle if there is none."""
        if self._told and self._is_under_way:
            return self._told
        return call.FirmwareStatusNotification(status="Idle")

    def answer(self, certificate: str | None) -> str:
        """An UpdateFirmwareStatusEnumType."""
        if self.refuses:
            return self.refuses
        if certificate is not None and not is_certificate(certificate):
            return "InvalidCertificate"
        return "AcceptedCanceled" if self._is_under_way else "Accepted"

    @property
    def _is_under_way(self) -> bool:
        """Until its end is told, whether or not the backend has answered that."""
        return self._told is not None and self._told.status not in ENDED

    def start(self, order: Order) -> None:
        """Give up what is under way, and begin."""
        if self._is_under_way:
            self.stop()
        self._task = asyncio.create_task(self._run(order))

    def stop(self) -> None:
        if self._task:
            self._task.cancel()

    async def _run(self, order: Order) -> None:
        try:
            image = await self._fetch(order)
            await self._verify(order, image)
            await self._install(order, image)
        except UpdateFailed as failure:
            await self._tell(order, str(failure))

    async def _fetch(self, order: Order) -> bytes:
        await self._wait_until(order, "retrieve_date_time", "DownloadScheduled")
        for attempt in range(order.retries + 1):
            await asyncio.sleep(order.retry_interval_s if attempt else 0)
            await self._tell(order, "Downloading")
            try:
                self._may_fail("DownloadFailed")
                image = await download(order.firmware["location"])
            except (TransferFailed, UpdateFailed):
                continue
            await self._tell(order, "Downloaded")
            return image
        raise UpdateFailed("DownloadFailed")

    async def _verify(self, order: Order, image: bytes) -> None:
        """InvalidFirmwareSignature is a security event as well (L01.FR.02)."""
        signature, certificate = (
            order.firmware.get(name) for name in ("signature", "signing_certificate")
        )
        good = not signature or not certificate or is_signed(image, signature, certificate)
        if not good or self.fails_with == "InvalidSignature":
            now = to_text(self._station.clock.now())
            kind = "InvalidFirmwareSignature"
            self._station.notify(call.SecurityEventNotification(type=kind, timestamp=now))
            raise UpdateFailed("InvalidSignature")
        if signature:
            await self._tell(order, "SignatureVerified")

    async def _install(self, order: Order, image: bytes) -> None:
        await self._wait_until(order, "install_date_time", "InstallScheduled")
        if self._is_busy():
            await self._tell(order, "InstallScheduled")
        while self._is_busy():
            await asyncio.sleep(LOOK_S)
        await self._tell(order, "Installing")
        version = version_in(image)
        if version is None:
            raise UpdateFailed("InstallVerificationFailed")
        self._may_fail("InstallVerificationFailed")
        self._may_fail("InstallationFailed")
        await self._tell(order, "InstallRebooting")
        await self._reboot(version)
        await self._tell(order, "Installed")

    async def _reboot(self, version: str) -> None:
        station = self._station
        station.registration.install(version)
        station.boot("FirmwareUpdate")
        await station.link.hang_up()
        await station.registration.accepted.wait()

    async def _wait_until(self, order: Order, name: str, meanwhile: str) -> None:
        text = order.firmware.get(name)
        seconds = (from_text(text) - datetime.now(UTC)).total_seconds() if text else 0
        if seconds > 0:
            await self._tell(order, meanwhile)
            await asyncio.sleep(seconds)

    async def _tell(self, order: Order, status: str) -> None:
        """At once where a link is there; else when it is again."""
        request = call.FirmwareStatusNotification(status=status, request_id=order.request_id)
        self._told = request
        try:
            await self._station.ask(request)
        except (CallFailed, Disconnected):
            self._station.notify(request)

    def _may_fail(self, status: str) -> None:
        if self.fails_with == status:
            raise UpdateFailed(status)

    def _is_busy(self) -> bool:
        return any(evse.transaction for evse in self._station.evses.values())
