"""The way of a station to another security profile, one CALL at a time (A05, B09)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from corridor_kernel.ocpp.frames import Payload
from corridor_kernel.ocpp.protocols import Protocol
from ocpp_gateway.certificates.records import CHARGING_STATION
from ocpp_gateway.certificates.trigger import signing_trigger
from ocpp_gateway.domain.handshake import MUTUAL_TLS

_MESSAGE_TIMEOUT_S: Final = 30
# Call ids begin with it, so that no other call's end costs a look at the upgrade.
PREFIX: Final = "upgrade"


class Step(StrEnum):
    """What is under way; `Reconnect` is the station's."""

    CERTIFICATE = "Certificate"
    NETWORK_PROFILE = "NetworkProfile"
    PRIORITY = "Priority"
    SECURITY_PROFILE = "SecurityProfile"
    RESET = "Reset"
    RECONNECT = "Reconnect"


@dataclass(frozen=True, slots=True)
class Upgrade:
    """`priority` is the NetworkConfigurationPriority that begins with `slot`; `id` has 8 digits."""

    id: str
    profile: int
    protocol: str
    url: str
    slot: int
    priority: str

    @property
    def is_1_6(self) -> bool:
        return self.protocol == Protocol.OCPP_1_6

    def call_id(self, step: Step) -> str:
        """The same step is the same CALL, however often it is begun."""
        return f"{PREFIX}-{self.id}-{step}"


def first_step(upgrade: Upgrade, *, has_certificate: bool) -> Step:
    if upgrade.profile == MUTUAL_TLS and not has_certificate:
        return Step.CERTIFICATE
    return after_certificate(upgrade)


def after_certificate(upgrade: Upgrade) -> Step:
    return Step.SECURITY_PROFILE if upgrade.is_1_6 else Step.NETWORK_PROFILE


def after(step: Step) -> Step | None:
    """The step after a CALL that the station took; None: its certificate has to come first."""
    return _AFTER[step]


def call_of(upgrade: Upgrade, step: Step) -> tuple[str, Payload]:
    """Action and payload of a step."""
    match step:
        case Step.CERTIFICATE:
            return signing_trigger(CHARGING_STATION, upgrade.protocol)
        case Step.NETWORK_PROFILE:
            return "SetNetworkProfile", _network_profile(upgrade)
        case Step.PRIORITY:
            return "SetVariables", {"setVariableData": [_priority(upgrade)]}
        case Step.SECURITY_PROFILE:
            return "ChangeConfiguration", {"key": "SecurityProfile", "value": str(upgrade.profile)}
    return "Reset", {"type": "Soft" if upgrade.is_1_6 else "OnIdle"}


def is_taken(response: Payload) -> bool:
    """Whether the station will do as it was asked."""
    match response:
        case {"setVariableResult": [{"attributeStatus": str(status)}, *_]}:
            return status in _TAKEN
        case {"status": str(status)}:
            return status in _TAKEN
    return False


_TAKEN = {"Accepted", "RebootRequired", "Scheduled"}
_AFTER: dict[Step, Step | None] = {
    Step.CERTIFICATE: None,
    Step.NETWORK_PROFILE: Step.PRIORITY,
    Step.PRIORITY: Step.RESET,
    Step.SECURITY_PROFILE: Step.RESET,
    Step.RESET: Step.RECONNECT,
    Step.RECONNECT: None,
}


def _network_profile(upgrade: Upgrade) -> Payload:
    data: dict[str, Any] = {
        "ocppVersion": "OCPP20",
        "ocppTransport": "JSON",
        "ocppCsmsUrl": upgrade.url,
        "messageTimeout": _MESSAGE_TIMEOUT_S,
        "securityProfile": upgrade.profile,
        "ocppInterface": "Wired0",
    }
    return {"configurationSlot": upgrade.slot, "connectionData": data}


def _priority(upgrade: Upgrade) -> Payload:
    return {
        "component": {"name": "OCPPCommCtrlr"},
        "variable": {"name": "NetworkConfigurationPriority"},
        "attributeValue": upgrade.priority,
    }
