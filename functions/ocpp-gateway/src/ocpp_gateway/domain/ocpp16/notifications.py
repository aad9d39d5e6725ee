"""What a 1.6 station tells beside transactions, in the words of 2.0.1."""

from collections.abc import Mapping
from typing import Any, Final

Json = Mapping[str, Any]

_LOG_STATUSES: Final[Mapping[str, str]] = {"UploadFailed": "UploadFailure"}


def boot(told: Json) -> dict[str, Any]:
    """BootNotification: 1.6 gives no reason, and may number the box instead of the station."""
    serial_number = told.get("chargePointSerialNumber") or told.get("chargeBoxSerialNumber")
    modem = _known({"iccid": told.get("iccid"), "imsi": told.get("imsi")})
    station = {
        "vendorName": told["chargePointVendor"],
        "model": told["chargePointModel"],
        "serialNumber": serial_number,
        "firmwareVersion": told.get("firmwareVersion"),
        "modem": modem or None,
    }
    return {"reason": "Unknown", "chargingStation": _known(station)}


def diagnostics_status(told: Json) -> dict[str, Any]:
    """DiagnosticsStatusNotification as LogStatusNotification."""
    return {"status": _LOG_STATUSES.get(told["status"], told["status"])}


def sign_certificate(told: Json) -> dict[str, Any]:
    """SignCertificate: 1.6 knows one certificate only."""
    return dict(told) | {"certificateType": "ChargingStationCertificate"}


def same(told: Json) -> dict[str, Any]:
    """Both versions say it alike."""
    return dict(told)


def status_alone(answer: Json) -> dict[str, Any]:
    """An answer without statusInfo, which 1.6 has not."""
    return {"status": answer["status"]}


def data_transfer_answer(answer: Json) -> dict[str, Any]:
    """DataTransferResponse: data is a text in 1.6."""
    data = answer.get("data")
    return {"status": answer["status"]} | ({"data": str(data)} if data is not None else {})


def _known(members: Json) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
