"""The charging profiles that hold when nobody balances the site (R-SC-6, 7 a and b)."""

from collections.abc import Mapping
from typing import Any, Final

# Stable ids: the same id replaces (R-SC-4).
STATION_MAX_ID: Final = 1
TX_DEFAULT_ID: Final = 2

_PROFILES: Final = (
    ("station_w", STATION_MAX_ID, "ChargingStationMaxProfile"),
    ("evse_w", TX_DEFAULT_ID, "TxDefaultProfile"),
)

# Three phases of 230 V (K01.FR.49, 50): a tenth of an ampere, rounded down.
_W_PER_TENTH_A: Final = 69


Limits = Mapping[str, int | None]


def lifted(limits: Limits) -> tuple[int, ...]:
    """The ids of the profiles that are to go: their limits were taken back (null)."""
    return tuple(id for name, id, _ in _PROFILES if limits.get(name, 0) is None)


def failsafe_profiles(limits: Limits, rate_units: str, since: str) -> tuple[Mapping[str, Any], ...]:
    """SetChargingProfile payloads for `{station_w, evse_w}`; what is not limited has no profile.

    `rate_units` is SmartChargingCtrlr.RateUnit as reported: amperes only where it knows no watts.
    `since` is an instant in the past.
    """
    in_amperes = {unit.strip() for unit in rate_units.split(",")} == {"A"}
    return tuple(
        _payload(id, purpose, _schedule(limit_w, in_amperes, since))
        for name, id, purpose in _PROFILES
        if (limit_w := limits.get(name)) is not None
    )


def _payload(id: int, purpose: str, schedule: Mapping[str, Any]) -> Mapping[str, Any]:
    profile = {
        "id": id,
        "stackLevel": 0,
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": "Absolute",
        "chargingSchedule": [schedule],
    }
    return {"evseId": 0, "chargingProfile": profile}


def _schedule(limit_w: int, in_amperes: bool, since: str) -> Mapping[str, Any]:
    limit = limit_w // _W_PER_TENTH_A / 10 if in_amperes else limit_w
    return {
        "id": 1,
        "startSchedule": since,
        "chargingRateUnit": "A" if in_amperes else "W",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": limit}],
    }
