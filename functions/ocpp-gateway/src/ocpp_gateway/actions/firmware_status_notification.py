"""FirmwareStatusNotification: how far a firmware update is (L01, L02)."""

from typing import Any

from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.progress import FIRMWARE_UPDATE
from ocpp_gateway.firmware.record_status import record_status


def answer(request: Request) -> dict[str, Any]:
    """An empty answer once the status is kept, news or not."""
    record_status(request, FIRMWARE_UPDATE)
    return {}
