"""The gateway's events about stations, queued -> how their open transactions stand."""

from collections.abc import Mapping
from typing import Any

import orjson

from corridor_aws.streams import Record, each
from corridor_kernel.times import from_text
from sessions.note_unanswered import note_unanswered
from sessions.watch_station import watch_station


def handler(event: Mapping[str, Any], context: object) -> None:
    """What is poison is parked; trouble of AWS brings the batch again."""
    each(event["Records"], _hear)


def _hear(record: Record) -> None:
    """What stations' sockets and boots tell, and CallFinished of a status that was refused."""
    event = orjson.loads(record["body"])
    name, detail = event["detail-type"], event["detail"]
    data, at = detail["data"], from_text(detail["time"])
    if name == "CallFinished":
        note_unanswered(data["call_id"], at)
    elif data.get("registration", "Accepted") == "Accepted":
        watch_station(data["station_id"], name, detail["id"], at)
