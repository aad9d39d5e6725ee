"""What limits a station besides the backend: an energy management system at the site (K11..K13)."""

from itertools import count
from typing import TYPE_CHECKING, Any

from ocpp.v201 import call

from corridor_kernel.times import to_text
from local.station.composition import EXTERNAL

if TYPE_CHECKING:
    from local.station.station import Station


class OutsideLimits:
    """Each stands among the station's profiles, under a negative id."""

    def __init__(self, station: "Station") -> None:
        self._station = station
        self._ids = count(-1, -1)
        self._profiles = station.smart_charging.profiles

    def limit(self, limit_w: float, source: str = "EMS") -> None:
        """An energy management system at the site limits the whole station; the backend hears."""
        self._forget(source)
        period = {"start_period": 0, "limit": limit_w}
        schedule: dict[str, Any] = {
            "id": 1,
            "charging_rate_unit": "W",
            "charging_schedule_period": [period],
            "start_schedule": to_text(self._station.clock.now()),
        }
        profile_id = next(self._ids)
        self._profiles[profile_id] = {
            "id": profile_id,
            "evse_id": 0,
            "stack_level": 0,
            "charging_profile_purpose": EXTERNAL,
            "charging_profile_kind": "Absolute",
            "charging_schedule": [schedule],
            "source": source,
        }
        told = self._station.model.flag("NotifyChargingLimitWithSchedules")
        limit = {"charging_limit_source": source, "is_grid_critical": False}
        self._station.notify(
            call.NotifyChargingLimit(limit, [schedule] if told else None, evse_id=None)
        )

    def free(self, source: str = "EMS") -> None:
        """That limit ends; the backend hears."""
        self._forget(source)
        self._station.notify(call.ClearedChargingLimit(source))

    def _forget(self, source: str) -> None:
        for profile in self._station.smart_charging.select(
            charging_profile_purpose=EXTERNAL, source=source
        ):
            del self._profiles[profile["id"]]
