"""FirmwareStatusNotification of 1.6, which does not say which update it is about."""

from dataclasses import replace
from typing import Any

from ocpp_gateway.actions import firmware_status_notification
from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.progress import FIRMWARE_UPDATE
from ocpp_gateway.records import all_records


def answer(request: Request) -> dict[str, Any]:
    """An empty answer once the status is kept: with the update that was asked for last."""
    request_id = _asked_last(request.station_id)
    told = {} if request_id is None else {"requestId": request_id}
    return firmware_status_notification.answer(replace(request, payload=request.payload | told))


def _asked_last(station_id: str) -> int | None:
    asked = [
        (content["answer"]["answered_at"], content["request_id"])
        for content in all_records(station_id, FIRMWARE_UPDATE.kind).values()
        if content.get("answer") and content.get("request_id") is not None
    ]
    return max(asked)[1] if asked else None
