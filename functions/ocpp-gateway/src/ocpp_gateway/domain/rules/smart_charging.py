"""Block K: charging profiles that every station may be sent (R-SC-1..5)."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from corridor_kernel.ocpp.frames import Payload
from ocpp_gateway.domain.charging_profiles import (
    EXTERNAL,
    STATION_MAX,
    TX,
    conflicts,
    duplicates,
    held_profile,
)
from ocpp_gateway.domain.rules.rule import (
    Json,
    Known,
    Rule,
    report_key,
    unknown_place,
    used_request_id,
)

_ENABLED: Final = "SmartChargingCtrlr/Enabled"
_PERIODS: Final = "SmartChargingCtrlr/PeriodsPerSchedule"
_STACK: Final = "SmartChargingCtrlr/ProfileStackLevel"
_UNITS: Final = "SmartChargingCtrlr/RateUnit"
_SWITCHING: Final = "SmartChargingCtrlr/ACPhaseSwitchingSupported"
_ENTRIES: Final = "SmartChargingCtrlr/Entries[ChargingProfiles]"
LIMITS: Final = (_ENABLED, _PERIODS, _STACK, _UNITS, _SWITCHING, _ENTRIES)

_CRITERIA: Final = ("evseId", "chargingProfilePurpose", "stackLevel")
_FILTERS: Final = (
    "chargingProfileId",
    "chargingProfilePurpose",
    "stackLevel",
    "chargingLimitSource",
)


def profile_faults(profile: Json, known: Known) -> Iterator[str]:
    """What is wrong with a profile wherever it is sent to."""
    if known.is_off(_ENABLED):
        yield "The station does no smart charging (SmartChargingCtrlr.Enabled, K01.FR.29)."
    most = known.number(_STACK)
    if most is not None and profile["stackLevel"] > most:
        yield f"stackLevel is at most {most} ({_STACK}, R-SC-5)."
    for schedule in profile["chargingSchedule"]:
        yield from _schedule(schedule, known)
        if profile["chargingProfileKind"] == "Relative" and "startSchedule" in schedule:
            yield "A Relative profile has no startSchedule (K01.FR.41)."
        if profile["chargingProfileKind"] != "Relative" and "startSchedule" not in schedule:
            yield "An Absolute or Recurring profile needs startSchedule (K01.FR.40)."


def _schedule(schedule: Json, known: Known) -> Iterator[str]:
    periods = schedule["chargingSchedulePeriod"]
    if periods[0]["startPeriod"] != 0:
        yield "The first startPeriod is 0 (K01.FR.31)."
    if any(a["startPeriod"] >= b["startPeriod"] for a, b in pairwise(periods)):
        yield "Periods stand in the order of their startPeriod (K01.FR.35)."
    yield from _units(schedule["chargingRateUnit"], known, "K01.FR.26")
    most = known.number(_PERIODS)
    if most is not None and len(periods) > most:
        yield f"A schedule has at most {most} periods ({_PERIODS}, R-SC-5)."
    for period in (one for one in periods if "phaseToUse" in one):
        if period.get("numberPhases") != 1:
            yield "phaseToUse goes with numberPhases 1 alone (K01.FR.19)."
        if (known.value(_SWITCHING) or "").casefold() != "true":
            yield f"phaseToUse needs {_SWITCHING} (K01.FR.20)."


def _units(unit: str | None, known: Known, rule: str) -> Iterator[str]:
    units = known.members(_UNITS)
    if unit is not None and units is not None and unit not in units:
        yield f"The station counts in {' or '.join(sorted(units))} ({rule})."


def _set_profile(payload: Payload, known: Known) -> Iterator[str]:
    evse_id, profile = payload["evseId"], payload["chargingProfile"]
    if evse_id != 0:
        yield from unknown_place(known, evse_id)
    yield from _purpose(evse_id, profile)
    yield from profile_faults(profile, known)
    yield from _needs(evse_id, profile, known)
    yield from _beside_others(evse_id, profile, known)


def _purpose(evse_id: int, profile: Json) -> Iterator[str]:
    purpose = profile["chargingProfilePurpose"]
    if purpose == EXTERNAL:
        yield "ChargingStationExternalConstraints are not ours to set (K01.FR.22)."
    if purpose == STATION_MAX and evse_id != 0:
        yield "A ChargingStationMaxProfile is for EVSE 0 (R-SC-2)."
    if purpose == STATION_MAX and profile["chargingProfileKind"] == "Relative":
        yield "A ChargingStationMaxProfile is not Relative (K01.FR.38)."
    if purpose == TX and evse_id == 0:
        yield "A TxProfile is for one EVSE, not 0 (K01.FR.16)."
    if purpose == TX and "transactionId" not in profile:
        yield "A TxProfile names its transaction (K01.FR.03)."
    if purpose != TX and "transactionId" in profile:
        yield "Only a TxProfile names a transaction (R-SC-2)."


def _needs(evse_id: int, profile: Json, known: Known) -> Iterator[str]:
    """More than one schedule, and as many periods as the car takes, is for ISO 15118 (R-SC-10)."""
    needs = known.of_kind("ev-charging-needs").get(str(evse_id))
    schedules = profile["chargingSchedule"]
    if len(schedules) > 1 and (needs is None or profile["chargingProfilePurpose"] != TX):
        yield "No car asked for more than one schedule at this EVSE (K01.FR.34)."
    most = (needs or {}).get("max_schedule_tuples")
    periods = max(len(schedule["chargingSchedulePeriod"]) for schedule in schedules)
    if len(schedules) > 1 and most is not None and periods > most:
        yield f"The car takes at most {most} periods (K15.FR.07)."


def _beside_others(evse_id: int, profile: Json, known: Known) -> Iterator[str]:
    held = known.of_kind("charging-profile")
    new = held_profile(evse_id, "CSO", profile)
    for key in conflicts(held, new):
        yield f"Profile {key} has that place: use its id, or clear it first (K01.FR.06, 39)."
    for key in duplicates(held, new):
        yield f"TxDefaultProfile {key} of that stackLevel is for other EVSEs (K01.FR.52, 53)."
    most = known.max_limit(_ENTRIES)
    ours = {key for key, one in held.items() if one["source"] == "CSO"} | {str(profile["id"])}
    if most is not None and len(ours) > most:
        yield f"The station holds at most {most:g} profiles ({_ENTRIES}, R-SC-5)."


def _get_profiles(payload: Payload, known: Known) -> Iterator[str]:
    if not any(name in payload["chargingProfile"] for name in _FILTERS):
        yield "chargingProfile names ids, or at least one criterion (K09.FR.03)."
    if payload.get("evseId") != 0:
        yield from unknown_place(known, payload.get("evseId"))
    yield from used_request_id(payload, known)


def _clear_profile(payload: Payload, known: Known) -> Iterator[str]:
    criteria = payload.get("chargingProfileCriteria", {})
    if "chargingProfileId" not in payload and not any(name in criteria for name in _CRITERIA):
        yield "Name the profile's id, or at least one criterion (K10.FR.02)."
    if criteria.get("chargingProfilePurpose") == EXTERNAL:
        yield "ChargingStationExternalConstraints are not ours to clear (K10.FR.06)."


def _composite(payload: Payload, known: Known) -> Iterator[str]:
    if payload["evseId"] != 0:
        yield from unknown_place(known, payload["evseId"])
    yield from _units(payload.get("chargingRateUnit"), known, "K08.FR.07")


def _needs_key(payload: Payload) -> Iterator[tuple[str, str]]:
    yield "ev-charging-needs", str(payload["evseId"])


RULES: Mapping[str, Rule] = {
    "SetChargingProfile": Rule(_set_profile, LIMITS, _needs_key, ("charging-profile",)),
    "GetChargingProfiles": Rule(_get_profiles, reads=report_key),
    "ClearChargingProfile": Rule(_clear_profile),
    "GetCompositeSchedule": Rule(_composite, (_UNITS,)),
}
