"""A station says how far it is with an update, a publication or an upload."""

from ocpp_gateway.domain.connection import Request
from ocpp_gateway.domain.progress import Process, with_status
from ocpp_gateway.firmware.change_progress import Content, change_progress
from ocpp_gateway.mark_seen import mark_seen


def record_status(request: Request, process: Process) -> None:
    """Kept by its requestId; without one it is about none (Idle, on a TriggerMessage)."""

    def change(content: Content) -> dict[str, object]:
        told = with_status(process, content, request.payload["status"], request.now)
        location = request.payload.get("location")
        return told | ({"location": location} if location else {})

    request_id = request.payload.get("requestId")
    change_progress(request.station_id, process, request_id, change, request.now)
    mark_seen(request.station_id, request.now)
