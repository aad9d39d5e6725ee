"""The charging profiles of a 1.6 station: absolute ones for the station and for any transaction."""

from datetime import datetime, timedelta
from typing import Any

from corridor_kernel.times import from_text

_MAX = "ChargePointMaxProfile"
_DEFAULT = "TxDefaultProfile"
_W_PER_A = 690  # three phases of 230 V


class ChargingProfiles:
    """One profile a connector, purpose and stack level; connector 0 stands for all of them."""

    def __init__(self) -> None:
        self._held: dict[tuple[int, str, int], dict[str, Any]] = {}

    def set(self, connector_id: int, profile: dict[str, Any]) -> str:
        """A ChargingProfileStatus; what is not absolute or of one transaction is Rejected."""
        purpose = profile["charging_profile_purpose"]
        if profile["charging_profile_kind"] != "Absolute" or purpose not in (_MAX, _DEFAULT):
            return "Rejected"
        if purpose == _MAX and connector_id != 0:
            return "Rejected"
        self._held[connector_id, purpose, profile["stack_level"]] = profile
        return "Accepted"

    def clear(self, id: int | None, **criteria: Any) -> str:
        """A ClearChargingProfileStatus: by its id, or by whatever else is named."""
        gone = [key for key, one in self._held.items() if _is_meant(key, one, id, criteria)]
        for key in gone:
            del self._held[key]
        return "Accepted" if gone else "Unknown"

    def limit_w(self, connector_id: int, at: datetime) -> float | None:
        """What that connector may take; None: as much as the car wants."""
        found = [
            self._limit_w((0,), _MAX, at),
            self._limit_w((connector_id, 0), _DEFAULT, at),
        ]
        return min((limit for limit in found if limit is not None), default=None)

    def _limit_w(self, places: tuple[int, ...], purpose: str, at: datetime) -> float | None:
        """By the profile of the highest stack level that says something; its own place first."""
        for place in places:
            own = [key for key in self._held if key[:2] == (place, purpose)]
            for key in sorted(own, reverse=True):
                limit = _limit_at(self._held[key]["charging_schedule"], at)
                if limit is not None:
                    return limit
        return None


def _is_meant(
    key: tuple[int, str, int], profile: dict[str, Any], id: int | None, criteria: dict[str, Any]
) -> bool:
    if id is not None:
        return bool(profile["charging_profile_id"] == id)
    names = ("connector_id", "charging_profile_purpose", "stack_level")
    held = dict(zip(names, key, strict=True))
    return all(held[name] == value for name, value in criteria.items())


def _limit_at(schedule: dict[str, Any], at: datetime) -> float | None:
    since = from_text(schedule["start_schedule"])
    unit_w = _W_PER_A if schedule["charging_rate_unit"] == "A" else 1
    limit = None
    for period in schedule["charging_schedule_period"]:
        if since + timedelta(seconds=period["start_period"]) <= at:
            limit = period["limit"] * unit_w
    return limit
