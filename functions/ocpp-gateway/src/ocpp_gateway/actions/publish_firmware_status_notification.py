"""PublishFirmwareStatusNotification: how far a local controller is with a publication (L03)."""

from typing import Any

from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.progress import FIRMWARE_PUBLICATION
from ocpp_gateway.firmware.record_status import record_status


def answer(request: Request) -> dict[str, Any]:
    """An empty answer once the status is kept, news or not."""
    record_status(request, FIRMWARE_PUBLICATION)
    return {}
