"""Log uploads (N01): a small log of what the station knows, put where the backend says."""

import asyncio
from typing import TYPE_CHECKING, Any

from ocpp.v201 import call

from corridor_kernel.times import to_text
from local.station.answering import deliver
from local.station.transfers import TransferFailed, upload

if TYPE_CHECKING:
    from local.station.station import Station

_REFUSALS = {400: "BadMessage", 401: "PermissionDenied", 403: "PermissionDenied"}


class Logs:
    """One upload at a time; a new request cancels the one under way."""

    def __init__(self, station: "Station") -> None:
        self._station = station
        self._task: asyncio.Task[None] | None = None
        self._request_id = 0
        self._told: call.LogStatusNotification | None = None

    @property
    def is_busy(self) -> bool:
        """Until its end is told, whether or not the backend has answered that."""
        return self._told is not None and self._told.status == "Uploading"

    def status_message(self) -> call.LogStatusNotification:
        """What was told last of the upload under way; Idle if there is none."""
        told = self._told if self.is_busy else None
        return told or call.LogStatusNotification(status="Idle")

    async def start(self, request_id: int, log_type: str, log: dict[str, Any]) -> None:
        """Upload in the background, after what is under way is given up."""
        if self.is_busy:
            self.stop()
            await self._tell("AcceptedCanceled", self._request_id)
        self._request_id = request_id
        self._task = asyncio.create_task(self._run(request_id, log_type, log))

    def stop(self) -> None:
        if self._task:
            self._task.cancel()

    def content(self, log_type: str, log: dict[str, Any]) -> bytes:
        """Lines of text: which log, of which time, and the station's book."""
        span = f"{log.get('oldest_timestamp', '')}/{log.get('latest_timestamp', '')}"
        lines = [f"{self._station.id} {log_type} {span}", to_text(self._station.clock.now())]
        lines += [f"{e.transaction_id} {e.energy_wh} Wh" for e in self._station.book]
        return "\n".join(lines).encode() + b"\n"

    async def _run(self, request_id: int, log_type: str, log: dict[str, Any]) -> None:
        await self._tell("Uploading", request_id)
        location = log["remote_location"]
        if not location.startswith(("http://", "https://")):
            await self._tell("NotSupportedOperation", request_id)
            return
        try:
            await upload(location, self.content(log_type, log))
        except TransferFailed as failure:
            await self._tell(_REFUSALS.get(failure.status or 0, "UploadFailure"), request_id)
        else:
            await self._tell("Uploaded", request_id)

    async def _tell(self, status: str, request_id: int) -> None:
        message = call.LogStatusNotification(status=status, request_id=request_id)
        self._told = message
        await deliver(self._station.ask(message))
