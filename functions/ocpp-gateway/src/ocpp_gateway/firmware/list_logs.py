"""The logs of a station: how far each upload is, and a link to what has come."""

from collections.abc import Mapping
from typing import Any

from ocpp_gateway.domain.progress import LOG_UPLOAD
from ocpp_gateway.firmware import files
from ocpp_gateway.list_records import list_records


def list_logs(station_id: str, limit: int, cursor: str | None) -> dict[str, Any]:
    """`{items, cursor}`; one look into the bucket for each log that we asked for."""
    found = list_records(station_id, LOG_UPLOAD.kind, limit, cursor)
    items = [
        _log(item["content"])
        for item in found["items"]
        if item["content"]["request_id"] is not None
    ]
    return {"items": items, "cursor": found["cursor"]}


def _log(content: Mapping[str, Any]) -> dict[str, Any]:
    request, answer = content.get("request", {}), content.get("answer", {})
    key = content.get("object_key")
    file = files.find(key) if key else None
    return {
        "request_id": content["request_id"],
        "type": request.get("logType"),
        "oldest": request.get("oldestTimestamp"),
        "latest": request.get("latestTimestamp"),
        "requested_at": content.get("requested_at"),
        "answer": answer.get("status"),
        "failure": content.get("failure", {}).get("why"),
        "filename": answer.get("filename"),
        "status": content.get("status"),
        "superseded_by": content.get("superseded_by"),
        "history": content.get("history", []),
        "size_bytes": file.size_bytes if file else None,
        "download_url": file.download_url if file else None,
    }
