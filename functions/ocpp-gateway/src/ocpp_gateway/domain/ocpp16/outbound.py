"""CALLs to a 1.6 station: in words of 2.0.1, which are translated, or in its own.

Which of the two a CALL is, its payload says: other services and their state machines know 2.0.1
only, so what is valid there is meant so.
"""

from typing import Any, Final

from corridor_kernel.ocpp.frames import Payload
from corridor_kernel.ocpp.protocols import Protocol
from corridor_kernel.ocpp.schemas import find_violation, has_schema
from ocpp_gateway.domain.ocpp16.commands import TRANSLATIONS
from ocpp_gateway.domain.ocpp16.saying import Asked, CannotSay, Known

NATIVE: Final = frozenset(
    """
    CancelReservation CertificateSigned ChangeAvailability ChangeConfiguration ClearCache
    ClearChargingProfile DataTransfer DeleteCertificate ExtendedTriggerMessage
    GetCompositeSchedule GetConfiguration GetDiagnostics GetInstalledCertificateIds
    GetLocalListVersion GetLog InstallCertificate RemoteStartTransaction RemoteStopTransaction
    ReserveNow Reset SendLocalList SetChargingProfile SignedUpdateFirmware TriggerMessage
    UnlockConnector UpdateFirmware
    """.split()
)


def is_foreign(action: str, payload: Payload) -> bool:
    """Whether it is said in words of 2.0.1."""
    schema, version = f"{action}Request", Protocol.OCPP_2_0_1
    return has_schema(schema, version) and not find_violation(schema, payload, version)


def words_in(action: str, payload: Payload) -> str:
    """The version whose words a CALL to a 1.6 station is in.

    One that neither takes is in those of the version that has its name.
    """
    if is_foreign(action, payload) or (action not in NATIVE and action in TRANSLATIONS):
        return Protocol.OCPP_2_0_1
    return Protocol.OCPP_1_6


def say(action: str, payload: Payload) -> Asked | Known:
    """What goes out for a CALL that has no fault."""
    if not is_foreign(action, payload):
        return Asked(action, payload)
    if action not in TRANSLATIONS:
        raise CannotSay(action)
    return TRANSLATIONS[action].say(payload)


def understand(
    action: str, payload: Payload, response: Payload
) -> tuple[dict[str, Any], str | None]:
    """The answer in the words of the CALL, and what it breaks; a broken one is left as it came."""
    said = say(action, payload)
    asked = said.action if isinstance(said, Asked) else action
    violation = find_violation(f"{asked}Response", response, Protocol.OCPP_1_6)
    broken = violation.description if violation else None
    if not is_foreign(action, payload):
        return response, broken
    try:
        return TRANSLATIONS[action].understand(payload, response), broken
    except (KeyError, TypeError, ValueError, AttributeError):
        return response, broken or "The answer cannot be read."


def find_untranslatable(action: str, payload: Payload) -> str | None:
    """What 1.6 has no words for; the CALL is one of 2.0.1."""
    try:
        said = say(action, payload)
    except CannotSay as missing:
        return f"OCPP 1.6 has no words for {missing}."
    if isinstance(said, Known):
        return None
    violation = find_violation(said.action, said.payload, Protocol.OCPP_1_6)
    return f"OCPP 1.6 cannot say it: {violation.description}" if violation else None
