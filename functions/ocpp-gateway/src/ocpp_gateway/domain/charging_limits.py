"""What limits charging besides us: an energy management system, a grid operator (K11..K13)."""

from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]

STATION = 0


def limit_key(source: str, evse_id: int) -> str:
    """One limit for each source and EVSE; EVSE 0 stands for all of them."""
    return f"{source}@{evse_id}"


def notified_limit(payload: Json) -> Json:
    """The limit that a NotifyChargingLimit tells."""
    limit = payload["chargingLimit"]
    told = {
        "source": limit["chargingLimitSource"],
        "evse_id": payload.get("evseId", STATION),
        "active": True,
        "is_grid_critical": limit.get("isGridCritical"),
        "schedules": payload.get("chargingSchedule"),
    }
    return {name: value for name, value in told.items() if value is not None}


def cleared(source: str, evse_id: int) -> Json:
    """A limit that its source has taken back."""
    return {"source": source, "evse_id": evse_id, "active": False}
