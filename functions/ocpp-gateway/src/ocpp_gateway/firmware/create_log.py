"""An operator asks a station for a log: it is to put it where our link says (N01)."""

import secrets
from datetime import datetime
from typing import Any

from corridor_kernel.problems import invalid, not_found
from corridor_kernel.times import from_text, to_text
from ocpp_gateway.call_items import find_station
from ocpp_gateway.create_call import create_call
from ocpp_gateway.domain.file_names import log_key
from ocpp_gateway.domain.progress import LOG_UPLOAD
from ocpp_gateway.firmware import files
from ocpp_gateway.firmware.change_progress import change_progress

_REQUEST_IDS = 1 << 31


def create_log(
    station_id: str, type: str, now: datetime, oldest: str | None = None, latest: str | None = None
) -> dict[str, Any]:
    """`{station_id, request_id, type, call_id}`; Problem 404, or 422 for what must not be sent.

    The link is in the CALL alone. The record of the request stands before the CALL goes out, so
    that whatever the station then tells finds it.
    """
    if find_station(station_id) is None:
        raise not_found("station", station_id)
    request_id = secrets.randbelow(_REQUEST_IDS)
    key = log_key(station_id, request_id)
    span = {"oldestTimestamp": oldest, "latestTimestamp": latest}
    times = {name: to_text(from_text(text)) for name, text in span.items() if text}
    if list(times.values()) != sorted(times.values()):
        raise invalid([("latest", "must not be before oldest")])
    asked = {"object_key": key, "requested_at": to_text(now), "request": {"logType": type} | times}
    change_progress(station_id, LOG_UPLOAD, request_id, lambda content: {**asked, **content}, now)
    log = {"remoteLocation": files.link_for_station("put_object", key)} | times
    payload = {"logType": type, "requestId": request_id, "retries": 3, "retryInterval": 60}
    call = create_call(station_id, "GetLog", payload | {"log": log}, now)
    return {
        "station_id": station_id,
        "request_id": request_id,
        "type": type,
        "call_id": call["call_id"],
    }
