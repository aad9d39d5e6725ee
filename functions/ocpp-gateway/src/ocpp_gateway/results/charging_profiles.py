"""What the station holds after Set- and ClearChargingProfile, and what it computes of it."""

from collections.abc import Iterable

from ocpp_gateway.domain.calls import Finished
from ocpp_gateway.domain.charging_profiles import cleared_by, displaced, held_profile
from ocpp_gateway.records import all_records, delete_older, put_newest

KIND = "charging-profile"


def keep_set(finished: Finished) -> None:
    """An Accepted profile replaces its id, and what stood in its place (R-SC-4)."""
    if finished.response["status"] != "Accepted":
        return
    profile = finished.payload["chargingProfile"]
    new = held_profile(finished.payload["evseId"], "CSO", profile)
    held = all_records(finished.station_id, KIND)
    _drop(finished, displaced(held, new))
    content = {**new, "call_id": finished.call_id}
    put_newest(finished.station_id, KIND, str(profile["id"]), content, finished.finished_at)


def keep_cleared(finished: Finished) -> None:
    """Accepted or Unknown: none is left of those that were named (K10)."""
    held = all_records(finished.station_id, KIND)
    _drop(finished, cleared_by(held, finished.payload))


def keep_composite(finished: Finished) -> None:
    """The schedule of an EVSE as the station computes it (K08)."""
    if finished.response["status"] != "Accepted" or "schedule" not in finished.response:
        return
    evse_id, schedule = finished.payload["evseId"], finished.response["schedule"]
    content = {"schedule": schedule, "call_id": finished.call_id}
    put_newest(
        finished.station_id, "composite-schedule", str(evse_id), content, finished.finished_at
    )


def _drop(finished: Finished, keys: Iterable[str]) -> None:
    for key in keys:
        delete_older(finished.station_id, KIND, key, finished.finished_at)
