"""What the standard asks of a CALL of ours beyond its schema, and when nothing may be sent."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from typing import Any

from corridor_kernel.ocpp.calls import Outcome
from corridor_kernel.ocpp.frames import Payload
from corridor_kernel.ocpp.schemas import find_violation, has_schema
from ocpp_gateway.domain.calls import Ending
from ocpp_gateway.domain.password_rotation import is_rotation, sets_password
from ocpp_gateway.domain.registration import REJECTED

# EVSE id -> ids of its connectors, as the station was registered.
Evses = Mapping[int, Collection[int]]
_GRACE = timedelta(seconds=60)

Rule = Callable[[Payload, Evses], str | None]

# Only a station sends these (ocpp.md §1.1); DataTransfer goes both ways.
FROM_STATION_ONLY = frozenset(
    """
    Authorize BootNotification ClearedChargingLimit FirmwareStatusNotification
    Get15118EVCertificate GetCertificateStatus Heartbeat LogStatusNotification MeterValues
    NotifyChargingLimit NotifyCustomerInformation NotifyDisplayMessages NotifyEVChargingNeeds
    NotifyEVChargingSchedule NotifyEvent NotifyMonitoringReport NotifyReport
    PublishFirmwareStatusNotification ReportChargingProfiles ReservationStatusUpdate
    SecurityEventNotification SignCertificate StatusNotification TransactionEvent
    """.split()
)


def find_fault(action: str, payload: Payload, protocol: str, evses: Evses) -> str | None:
    """Why this CALL must not be sent, or None: its direction, its schema, its rule."""
    if action in FROM_STATION_ONLY or not has_schema(f"{action}Request", protocol):
        return f"{action} is no message that a station of {protocol} takes."
    violation = find_violation(f"{action}Request", payload, protocol)
    if violation:
        return violation.description
    rule = RULES.get(action)
    return rule(payload, evses) if rule else None


def find_refusal(
    *, connected: bool, registrations: Collection[str | None], waited: timedelta, timeout_s: float
) -> Ending | None:
    """Why a waiting call ends unsent at its turn, or None if it may go out.

    A call that waited longer than its caller would wait for an answer is stale: its caller has
    given up, and a late RequestStartTransaction would charge a car that nobody pays for.
    """
    if not connected:
        return Ending(Outcome.OFFLINE, "The station is not connected.")
    if REJECTED in registrations:
        return Ending(Outcome.INVALID, "The station is Rejected: nothing is sent to it (R-BOOT-3).")
    if waited > timedelta(seconds=timeout_s):
        return Ending(Outcome.TIMEOUT, f"Not sent: it waited for its turn over {timeout_s} s.")
    return None


def find_loss(*, on_current_socket: bool, out_for: timedelta, timeout_s: float) -> Ending | None:
    """How a call that is out has ended without anyone saying so, or None if it may be answered.

    `$disconnect` is best effort, and a deadline can end on the dead-letter queue: neither may
    keep a station from its next call for ever.
    """
    if not on_current_socket:
        return Ending(Outcome.DISCONNECTED, "The socket was closed before the station answered.")
    if out_for > timedelta(seconds=timeout_s) + _GRACE:
        return Ending(Outcome.TIMEOUT, f"No answer within {timeout_s} s.")
    return None


def asked(action: str, payload: Payload) -> frozenset[str]:
    """The actions that this CALL makes a Pending station send (R-BOOT-2)."""
    if action in ("GetBaseReport", "GetReport"):
        return frozenset({"NotifyReport"})
    if action == "TriggerMessage":
        message: str = payload["requestedMessage"]
        return frozenset({_TRIGGERED.get(message, message)})
    return frozenset()


_TRIGGERED = dict.fromkeys(
    ("SignChargingStationCertificate", "SignV2GCertificate", "SignCombinedCertificate"),
    "SignCertificate",
)


def _request_start(payload: Payload, evses: Evses) -> str | None:
    profile = payload.get("chargingProfile", {})
    if profile.get("chargingProfilePurpose", "TxProfile") != "TxProfile":
        return "chargingProfile must be a TxProfile (F01.FR.09)."
    if "transactionId" in profile:
        return "chargingProfile must not name a transaction (F01.FR.11)."
    return _known_evse(payload.get("evseId"), evses)


def _reset(payload: Payload, evses: Evses) -> str | None:
    return _known_evse(payload.get("evseId"), evses)


def _trigger(payload: Payload, evses: Evses) -> str | None:
    evse = payload.get("evse", {})
    connector_id = evse.get("connectorId")
    if payload["requestedMessage"] == "StatusNotification" and connector_id is None:
        return "StatusNotification is triggered for one connector (F06.FR.12)."
    fault = _known_evse(evse.get("id"), evses)
    if fault is None and connector_id is not None and connector_id not in evses[evse["id"]]:
        return f"EVSE {evse['id']} has no connector {connector_id}."
    return fault


def _known_evse(evse_id: int | None, evses: Evses) -> str | None:
    if evse_id is None or evse_id in evses:
        return None
    return f"The station has no EVSE {evse_id}."


def _once_each(payload: Payload, _: Evses) -> str | None:
    """No component, variable and attribute twice in one request (R-BOOT-6); names fold."""
    data = payload.get("setVariableData") or payload["getVariableData"]
    name, count = Counter(_attribute(item) for item in data).most_common(1)[0]
    return f"{'.'.join(filter(None, name))} stands twice in it (B05.FR.13)." if count > 1 else None


def _attribute(item: Mapping[str, Any]) -> tuple[str, ...]:
    component, variable = item["component"], item["variable"]
    evse = component.get("evse", {})
    parts = (
        component["name"],
        component.get("instance", ""),
        str(evse.get("id", "")),
        str(evse.get("connectorId", "")),
        variable["name"],
        variable.get("instance", ""),
        item.get("attributeType", "Actual"),
    )
    return tuple(part.casefold() for part in parts)


def _set_variables(payload: Payload, evses: Evses) -> str | None:
    return _once_each(payload, evses) or _password("SetVariables", payload)


def _change_configuration(payload: Payload, _: Evses) -> str | None:
    return _password("ChangeConfiguration", payload)


def _install_certificate(payload: Payload, _: Evses) -> str | None:
    # 25 ms that only this CALL pays for.
    from ocpp_gateway.domain.x509 import load_chain

    try:
        certificates = load_chain(payload["certificate"])
    except ValueError:
        return "certificate is no PEM certificate (M05)."
    return None if len(certificates) == 1 else "certificate must be one certificate, no chain."


def _password(action: str, payload: Payload) -> str | None:
    """A password that comes from outside would be stored in the call, readable."""
    if sets_password(action, payload) and not is_rotation(action, payload):
        return "A password is changed by the station's password-rotation alone (A01.FR.08)."
    return None


RULES: Mapping[str, Rule] = {
    "RequestStartTransaction": _request_start,
    "Reset": _reset,
    "TriggerMessage": _trigger,
    "SetVariables": _set_variables,
    "InstallCertificate": _install_certificate,
    "ChangeConfiguration": _change_configuration,
    "GetVariables": _once_each,
}
