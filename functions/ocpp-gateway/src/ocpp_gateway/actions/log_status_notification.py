"""LogStatusNotification: how far a log upload is (N01)."""

from typing import Any

from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.progress import LOG_UPLOAD
from ocpp_gateway.firmware.record_status import record_status


def answer(request: Request) -> dict[str, Any]:
    """An empty answer once the status is kept, news or not."""
    record_status(request, LOG_UPLOAD)
    return {}
