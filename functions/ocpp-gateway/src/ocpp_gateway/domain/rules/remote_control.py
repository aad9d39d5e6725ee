"""Blocks F, G and H: starts from afar, triggers, unlocking, availability, reservations."""

from collections.abc import Iterator, Mapping
from typing import Final

from corridor_kernel.ocpp.frames import Payload
from corridor_kernel.times import readable
from ocpp_gateway.domain.rules.rule import Known, Rule, unknown_place
from ocpp_gateway.domain.rules.smart_charging import LIMITS, profile_faults

_RESERVATIONS: Final = "ReservationCtrlr/Enabled"
_ANY_EVSE: Final = "ReservationCtrlr/NonEvseSpecific"


def _request_start(payload: Payload, known: Known) -> Iterator[str]:
    yield from unknown_place(known, payload.get("evseId"))
    profile = payload.get("chargingProfile")
    if profile is None:
        return
    if profile["chargingProfilePurpose"] != "TxProfile":
        yield "chargingProfile must be a TxProfile (F01.FR.09)."
    if "transactionId" in profile:
        yield "chargingProfile must not name a transaction (F01.FR.11)."
    yield from profile_faults(profile, known)


def _trigger(payload: Payload, known: Known) -> Iterator[str]:
    evse = payload.get("evse", {})
    if payload["requestedMessage"] == "StatusNotification" and "connectorId" not in evse:
        yield "StatusNotification is triggered for one connector (F06.FR.12)."
    yield from unknown_place(known, evse.get("id"), evse.get("connectorId"))


def _unlock(payload: Payload, known: Known) -> Iterator[str]:
    yield from unknown_place(known, payload["evseId"], payload["connectorId"])


def _change_availability(payload: Payload, known: Known) -> Iterator[str]:
    evse = payload.get("evse", {})
    yield from unknown_place(known, evse.get("id"), evse.get("connectorId"))


def _reserve(payload: Payload, known: Known) -> Iterator[str]:
    yield from unknown_place(known, payload.get("evseId"))
    expires_at = readable(payload["expiryDateTime"])
    if expires_at is not None and expires_at <= known.now:
        yield "expiryDateTime is over (H01)."
    if known.is_off(_RESERVATIONS):
        yield "The station takes no reservations (H01.FR.01)."
    if "evseId" not in payload and known.is_off(_ANY_EVSE):
        yield "The station reserves one EVSE, not any: evseId is missing (H01.FR.19)."


RULES: Mapping[str, Rule] = {
    "RequestStartTransaction": Rule(_request_start, LIMITS),
    "TriggerMessage": Rule(_trigger),
    "UnlockConnector": Rule(_unlock),
    "ChangeAvailability": Rule(_change_availability),
    "ReserveNow": Rule(_reserve, (_RESERVATIONS, _ANY_EVSE)),
}
