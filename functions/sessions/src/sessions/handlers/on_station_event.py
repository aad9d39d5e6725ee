"""The gateway's events about stations, queued -> open transactions, and keys of meters."""

from collections.abc import Mapping
from typing import Any

from corridor_aws.streams import each_message
from corridor_kernel.times import from_text
from sessions.note_unanswered import note_unanswered
from sessions.signed.ask_for_key import PREFIX
from sessions.watch_station import watch_station


def handler(event: Mapping[str, Any], context: object) -> None:
    """What is poison is parked; trouble of AWS brings the batch again."""
    each_message(event["Records"], _hear)


def _hear(event: Any) -> None:
    """What stations' sockets and boots tell, and what came of calls that we sent."""
    name, detail = event["detail-type"], event["detail"]
    data, at = detail["data"], from_text(detail["time"])
    if name == "CallFinished" and data["call_id"].startswith(PREFIX):
        # Imports cryptography, which nothing else here needs.
        from sessions.signed.learn_key import learn_key

        learn_key(data["station_id"], data["call_id"], data.get("response", {}), at)
    elif name == "CallFinished":
        note_unanswered(data["call_id"], at)
    elif data.get("registration", "Accepted") == "Accepted":
        watch_station(data["station_id"], name, detail["id"], at)
