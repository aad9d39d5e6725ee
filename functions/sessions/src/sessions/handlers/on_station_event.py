"""The gateway's events about stations -> how their open transactions stand."""

from collections.abc import Mapping
from typing import Any

from corridor_kernel.times import from_text
from sessions.note_unanswered import note_unanswered
from sessions.watch_station import watch_station


def handler(event: Mapping[str, Any], context: object) -> None:
    """StationConnected, StationBooted, and CallFinished of a status that was refused."""
    name, detail = event["detail-type"], event["detail"]
    data, at = detail["data"], from_text(detail["time"])
    if name == "CallFinished":
        note_unanswered(data["call_id"], at)
    elif name == "StationConnected" or data["registration"] == "Accepted":
        watch_station(data["station_id"], name, detail["id"], at)
