"""Charging profiles and schedules, to 1.6 and back (ocpp.md §4)."""

from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal
from typing import Any, Final

from ocpp_gateway.domain.ocpp16.saying import Asked, CannotSay, Json, known

_PURPOSES: Final[Mapping[str, str]] = {
    "ChargingStationMaxProfile": "ChargePointMaxProfile",
    "TxDefaultProfile": "TxDefaultProfile",
    "TxProfile": "TxProfile",
}
_KEPT: Final = ("recurrencyKind", "validFrom", "validTo")
_STEP: Final = Decimal("0.1")


def say_set(payload: Json) -> Asked:
    """SetChargingProfile."""
    profile = charging_profile(payload["chargingProfile"])
    content = {"connectorId": payload["evseId"], "csChargingProfiles": profile}
    return Asked("SetChargingProfile", content)


def say_clear(payload: Json) -> Asked:
    """ClearChargingProfile."""
    criteria = payload.get("chargingProfileCriteria", {})
    content = known(
        id=payload.get("chargingProfileId"),
        connectorId=criteria.get("evseId"),
        chargingProfilePurpose=_purpose(criteria.get("chargingProfilePurpose")),
        stackLevel=criteria.get("stackLevel"),
    )
    return Asked("ClearChargingProfile", content)


def say_composite(payload: Json) -> Asked:
    """GetCompositeSchedule."""
    content = known(
        connectorId=payload["evseId"],
        duration=payload["duration"],
        chargingRateUnit=payload.get("chargingRateUnit"),
    )
    return Asked("GetCompositeSchedule", content)


def understand_composite(payload: Json, response: Json) -> dict[str, Any]:
    """Its schedule has a duration and a start in 2.0.1: those that were asked for, if none."""
    schedule = response.get("chargingSchedule")
    if response["status"] != "Accepted" or schedule is None:
        return {"status": response["status"]}
    start = response.get("scheduleStart") or schedule.get("startSchedule")
    told = known(
        evseId=payload["evseId"],
        duration=schedule.get("duration", payload["duration"]),
        scheduleStart=start,
        chargingRateUnit=schedule["chargingRateUnit"],
        chargingSchedulePeriod=schedule["chargingSchedulePeriod"],
    )
    return {"status": "Accepted", "schedule": told}


def charging_profile(profile: Json) -> dict[str, Any]:
    """ChargingProfile of 1.6."""
    schedules = profile["chargingSchedule"]
    if len(schedules) != 1:
        raise CannotSay("a charging profile with more than one schedule")
    told = {
        "chargingProfileId": profile["id"],
        "stackLevel": profile["stackLevel"],
        "chargingProfilePurpose": _purpose(profile["chargingProfilePurpose"]),
        "chargingProfileKind": profile["chargingProfileKind"],
        "chargingSchedule": _schedule(schedules[0]),
    }
    told |= {name: profile[name] for name in _KEPT if name in profile}
    if "transactionId" in profile:
        told["transactionId"] = transaction_id(profile["transactionId"])
    return told


def transaction_id(text: str) -> int:
    """The integer that we gave the transaction."""
    if not text.isdecimal():
        raise CannotSay(f"the transaction {text!r}: its transactions have numbers")
    return int(text)


def _purpose(purpose: str | None) -> str | None:
    if purpose is not None and purpose not in _PURPOSES:
        raise CannotSay(f"the purpose {purpose}")
    return purpose and _PURPOSES[purpose]


def _schedule(schedule: Json) -> dict[str, Any]:
    if "salesTariff" in schedule:
        raise CannotSay("a sales tariff")
    return known(
        duration=schedule.get("duration"),
        startSchedule=schedule.get("startSchedule"),
        chargingRateUnit=schedule["chargingRateUnit"],
        chargingSchedulePeriod=[_period(one) for one in schedule["chargingSchedulePeriod"]],
        minChargingRate=_tenths(schedule.get("minChargingRate")),
    )


def _period(period: Json) -> dict[str, Any]:
    if "phaseToUse" in period:
        raise CannotSay("a choice of the phase")
    phases, limit = period.get("numberPhases"), _tenths(period["limit"])
    return known(startPeriod=period["startPeriod"], limit=limit, numberPhases=phases)


def _tenths(limit: float | None) -> float | None:
    """Limits have one decimal in 1.6: cut off, so that none is ever exceeded."""
    return None if limit is None else float(Decimal(str(limit)).quantize(_STEP, ROUND_DOWN))
