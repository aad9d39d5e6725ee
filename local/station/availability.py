"""ChangeAvailability: at once where nobody charges, scheduled where somebody does."""

from collections.abc import Mapping
from typing import Any

from local.station.evse import Evse


class Availability:
    """Switches EVSEs on and off; `settle` carries out what was scheduled."""

    def __init__(self, evses: Mapping[int, Evse]) -> None:
        self._evses = evses
        self._scheduled: dict[int, bool] = {}

    def change(self, operative: bool, evse: dict[str, Any] | None) -> str:
        """A ChangeAvailabilityStatusEnumType; no `evse` or id 0 means the whole station."""
        evse_id = evse["id"] if evse else 0
        if evse_id and evse_id not in self._evses:
            return "Rejected"
        chosen = [self._evses[evse_id]] if evse_id else list(self._evses.values())
        self._scheduled.update({one.id: operative for one in chosen})
        self.settle()
        waiting = any(one.id in self._scheduled for one in chosen)
        return "Scheduled" if waiting else "Accepted"

    def settle(self) -> None:
        """Apply what no transaction holds up any more."""
        for evse in self._evses.values():
            if evse.id in self._scheduled and evse.transaction is None:
                evse.operative = self._scheduled.pop(evse.id)
