"""The CALL that makes a station send a SignCertificate."""

from corridor_kernel.ocpp.frames import Payload
from corridor_kernel.ocpp.protocols import Protocol
from ocpp_gateway.certificates.records import CHARGING_STATION, V2G

__all__ = ["CHARGING_STATION", "V2G", "signing_trigger"]

_MESSAGES = {CHARGING_STATION: "SignChargingStationCertificate", V2G: "SignV2GCertificate"}


def signing_trigger(use: str, protocol: str) -> tuple[str, Payload]:
    """Action and payload."""
    if protocol == Protocol.OCPP_1_6:
        return "ExtendedTriggerMessage", {"requestedMessage": "SignChargePointCertificate"}
    return "TriggerMessage", {"requestedMessage": _MESSAGES[use]}
