"""BootNotification: a station says what it is and learns whether it may work (R-BOOT-1..4)."""

from collections.abc import Mapping
from typing import Any

from corridor_kernel.times import to_text
from ocpp_gateway.admit_call import remember_accepted
from ocpp_gateway.deadlines import close_later
from ocpp_gateway.domain.connection import Request, Unusable
from ocpp_gateway.domain.registration import ACCEPTED, INTERVAL_S
from ocpp_gateway.record_boot import Said, record_boot

# So that the station learns why first.
_CLOSING_DELAY_S = 1


def answer(request: Request) -> dict[str, Any]:
    """Time, interval in seconds and status; a replay gets the first answer again.

    Another serial number than in its certificate costs the station its socket (B01.FR.12).
    """
    said = _said(request.payload)
    certified = request.connection.certified_serial_number
    if certified and said["serial_number"] != certified:
        close_later(request.connection.connection_id, _CLOSING_DELAY_S)
        raise Unusable("SecurityError", "serialNumber is not that of the certificate.")
    boot = record_boot(request.station_id, request.message_id, said, request.now)
    if boot.status == ACCEPTED:
        remember_accepted(request.connection.connection_id)
    return {
        "currentTime": to_text(boot.booted_at),
        "interval": INTERVAL_S[boot.status],
        "status": boot.status,
    }


def _said(payload: Mapping[str, Any]) -> Said:
    station = payload["chargingStation"]
    return {
        "reason": payload["reason"],
        "vendor_name": station["vendorName"],
        "model": station["model"],
        "serial_number": station.get("serialNumber"),
        "firmware_version": station.get("firmwareVersion"),
    }
