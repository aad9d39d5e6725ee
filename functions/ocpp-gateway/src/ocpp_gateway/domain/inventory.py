"""What a CALL for a report asks about: a complete answer leaves none of it out."""

from collections.abc import Mapping
from typing import Any, Final

Json = Mapping[str, Any]

# The kind of records that a report brings.
KINDS: Final[Mapping[str, str]] = {
    "NotifyDisplayMessages": "display-message",
    "NotifyMonitoringReport": "monitor",
    "NotifyReport": "variable",
    "ReportChargingProfiles": "charging-profile",
}


def covered(asked: Json, key: str, content: Json) -> bool:
    """Whether the CALL asked about this record among others; False where it is hard to say."""
    payload = asked["payload"]
    match asked["action"]:
        case "GetBaseReport":
            # No station is without variables: it is the answer that is empty, not the station.
            return (payload["reportBase"], asked["status"]) == ("FullInventory", "Accepted")
        case "GetChargingProfiles":
            return _asks_for_profile(payload, content)
        case "GetDisplayMessages":
            return _asks_for_message(payload, key, content)
        case "GetMonitoringReport":
            return not payload.keys() & {"componentVariable", "monitoringCriteria"}
    return False


def _asks_for_profile(payload: Json, held: Json) -> bool:
    criteria, profile = payload["chargingProfile"], held["profile"]
    if "chargingProfileId" in criteria:
        return profile["id"] in criteria["chargingProfileId"]
    sources = criteria.get("chargingLimitSource")
    return (
        payload.get("evseId") in (None, held["evseId"])
        and (sources is None or held["source"] in sources)
        and criteria.get("stackLevel") in (None, profile["stackLevel"])
        and criteria.get("chargingProfilePurpose") in (None, profile["chargingProfilePurpose"])
    )


def _asks_for_message(payload: Json, key: str, message: Json) -> bool:
    return (
        ("id" not in payload or int(key) in payload["id"])
        and payload.get("priority") in (None, message["priority"])
        and payload.get("state") in (None, message.get("state"))
    )
