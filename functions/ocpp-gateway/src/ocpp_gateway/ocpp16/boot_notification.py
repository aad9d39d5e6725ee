"""BootNotification of 1.6: as that of 2.0.1, and its meter's number besides."""

from dataclasses import replace
from typing import Any, Final

from ocpp_gateway.actions import boot_notification
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.ocpp16 import notifications
from ocpp_gateway.records import put_record

BOOT: Final = "boot"

_METER: Final = ("meterType", "meterSerialNumber")


def answer(request: Request) -> dict[str, Any]:
    """Time, interval and status; what 2.0.1 has no member for is kept as a record."""
    told = request.payload
    if any(name in told for name in _METER):
        put_record(request.station_id, BOOT, "last", told, request.now)
    result = boot_notification.answer(replace(request, payload=notifications.boot(told)))
    return {name: result[name] for name in ("currentTime", "interval", "status")}
