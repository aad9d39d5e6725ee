"""A local controller (L03, L04): firmware fetched once, and offered to the stations behind it."""

import asyncio
import hashlib
from typing import TYPE_CHECKING, Any

from ocpp.v201 import call

from local.station.answering import deliver
from local.station.transfers import TransferFailed, download

if TYPE_CHECKING:
    from local.station.station import Station


UNDER_WAY = {"Downloading", "Downloaded", "ChecksumVerified"}


class Publications:
    """Published images by their MD5 checksum."""

    def __init__(self, station: "Station") -> None:
        self._station = station
        self._task: asyncio.Task[None] | None = None
        self._told: call.PublishFirmwareStatusNotification | None = None
        self.images: dict[str, bytes] = {}

    def status_message(self) -> call.PublishFirmwareStatusNotification:
        """What was told last of the publication under way; Idle if there is none."""
        if self._told and self._told.status in UNDER_WAY:
            return self._told
        return call.PublishFirmwareStatusNotification(status="Idle")

    def start(self, request_id: int, location: str, checksum: str) -> None:
        self.stop()
        self._task = asyncio.create_task(self._run(request_id, location, checksum))

    def stop(self) -> None:
        if self._task:
            self._task.cancel()
            self._told = None

    def remove(self, checksum: str) -> str:
        """An UnpublishFirmwareStatusEnumType."""
        if self._told and self._told.status in UNDER_WAY:
            return "DownloadOngoing"
        return "Unpublished" if self.images.pop(checksum, None) is not None else "NoFirmware"

    async def _run(self, request_id: int, location: str, checksum: str) -> None:
        await self._tell(request_id, "Downloading")
        try:
            image = await download(location)
        except TransferFailed:
            await self._tell(request_id, "DownloadFailed")
            return
        await self._tell(request_id, "Downloaded")
        if hashlib.md5(image, usedforsecurity=False).hexdigest() != checksum.lower():
            await self._tell(request_id, "InvalidChecksum")
            return
        await self._tell(request_id, "ChecksumVerified")
        self.images[checksum] = image
        await self._tell(request_id, "Published", location=[f"http://10.0.0.1/{checksum}"])

    async def _tell(self, request_id: int, status: str, **more: Any) -> None:
        message = call.PublishFirmwareStatusNotification(
            status=status, request_id=request_id, **more
        )
        self._told = message
        await deliver(self._station.ask(message))
