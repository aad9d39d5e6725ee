"""Blocks L and N: UpdateFirmware, PublishFirmware, UnpublishFirmware, GetLog."""

from typing import Any

from ocpp.v201 import call_result

from local.station.answering import Answering, after, on
from local.station.firmware import Order


class FirmwareAnswers(Answering):
    """New firmware, and logs."""

    @on("UpdateFirmware")
    def update_firmware(self, firmware: dict[str, Any], **_: Any) -> Any:
        self._update_status = self._station.firmware.answer(firmware.get("signing_certificate"))
        return call_result.UpdateFirmware(status=self._update_status)

    @after("UpdateFirmware")
    def start_update(
        self,
        request_id: int,
        firmware: dict[str, Any],
        retries: int = 0,
        retry_interval: int = 0,
        **_: Any,
    ) -> None:
        if self._update_status.startswith("Accepted"):
            order = Order(request_id, firmware, retries, retry_interval)
            self._station.firmware.start(order)

    @on("PublishFirmware")
    def publish_firmware(self, **_: Any) -> Any:
        return call_result.PublishFirmware(status="Accepted")

    @after("PublishFirmware")
    def start_publication(self, request_id: int, location: str, checksum: str, **_: Any) -> None:
        self._station.publications.start(request_id, location, checksum)

    @on("UnpublishFirmware")
    def unpublish_firmware(self, checksum: str, **_: Any) -> Any:
        status = self._station.publications.remove(checksum)
        return call_result.UnpublishFirmware(status=status)

    @on("GetLog")
    def get_log(self, log_type: str, request_id: int, **_: Any) -> Any:
        status = "AcceptedCanceled" if self._station.logs.is_busy else "Accepted"
        return call_result.GetLog(status=status, filename=f"{log_type}-{request_id}.txt")

    @after("GetLog")
    async def upload_log(
        self, request_id: int, log_type: str, log: dict[str, Any], **_: Any
    ) -> None:
        await self._station.logs.start(request_id, log_type, log)
