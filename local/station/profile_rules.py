"""Which charging profiles a station refuses, and why (R-SC-1 to R-SC-5)."""

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from typing import Any

from corridor_kernel.times import from_text
from local.station.composition import EXTERNAL, STATION_MAX, Profile
from local.station.device_model import DeviceModel

ALWAYS = "0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z"


def reason_to_refuse(
    profile: Profile, running: str | None, model: DeviceModel, others: Iterable[Profile]
) -> str | None:
    """A reasonCode, None if it is welcome; `running` is the transaction at its EVSE."""
    return (
        _purpose(profile, running)
        or _schedule(profile, model)
        or _stack(profile, model, [p for p in others if p["id"] != profile["id"]])
    )


def _purpose(profile: Profile, running: str | None) -> str | None:
    purpose, on_station = profile["charging_profile_purpose"], profile["evse_id"] == 0
    relative = profile["charging_profile_kind"] == "Relative"
    if purpose == EXTERNAL or (purpose == STATION_MAX and (relative or not on_station)):
        return "InvalidProfile"
    if purpose == "TxProfile":
        if on_station or "transaction_id" not in profile:
            return "InvalidProfile"
        return None if profile["transaction_id"] == running else "TxNotFound"
    return "InvalidProfile" if "transaction_id" in profile else None


def _schedule(profile: Profile, model: DeviceModel) -> str | None:
    if len(profile["charging_schedule"]) > 1:
        return "InvalidSchedule"
    schedule = profile["charging_schedule"][0]
    relative = profile["charging_profile_kind"] == "Relative"
    recurring = profile["charging_profile_kind"] == "Recurring"
    if ("start_schedule" in schedule) == relative:
        return "InvalidSchedule"
    if recurring and "recurrency_kind" not in profile:
        return "InvalidProfile"
    if schedule["charging_rate_unit"] not in model.text("RateUnit").split(","):
        return "UnsupportedRateUnit"
    return _periods(schedule["charging_schedule_period"], int(model.number("PeriodsPerSchedule")))


def _periods(periods: list[dict[str, Any]], most: int) -> str | None:
    starts = [period["start_period"] for period in periods]
    ascending = all(a < b for a, b in pairwise(starts))
    if starts[0] != 0 or not ascending or len(periods) > most:
        return "InvalidSchedule"
    odd_phase = any("phase_to_use" in p and p.get("number_phases") != 1 for p in periods)
    negative = any(p["limit"] < 0 for p in periods)
    return "InvalidSchedule" if odd_phase or negative else None


def _stack(profile: Profile, model: DeviceModel, others: list[Profile]) -> str | None:
    if not 0 <= profile["stack_level"] <= model.number("ProfileStackLevel"):
        return "InvalidStackLevel"
    if any(_is_double(profile, other) for other in others):
        return "DuplicateProfile"
    most = model.named("SmartChargingCtrlr/Entries[ChargingProfiles]").maximum
    return "TooManyElements" if most is not None and len(others) >= most else None


def _is_double(one: Profile, other: Profile) -> bool:
    names = ("charging_profile_purpose", "stack_level", "transaction_id")
    if any(one.get(name) != other.get(name) for name in names):
        return False
    default = one["charging_profile_purpose"] == "TxDefaultProfile"
    same_place = one["evse_id"] == other["evse_id"]
    either_is_station = default and 0 in (one["evse_id"], other["evse_id"])
    return (same_place or either_is_station) and _overlap(one, other)


def _overlap(one: Profile, other: Profile) -> bool:
    (begin, end), (other_begin, other_end) = _validity(one), _validity(other)
    return begin < other_end and other_begin < end


def _validity(profile: Profile) -> tuple[datetime, datetime]:
    return (
        from_text(profile.get("valid_from") or ALWAYS[0]),
        from_text(profile.get("valid_to") or ALWAYS[1]),
    )
