"""What stations answer to UpdateFirmware, PublishFirmware, UnpublishFirmware and GetLog."""

from collections.abc import Mapping
from typing import Any

from corridor_kernel.times import to_text
from ocpp_gateway.domain.calls import Failed, Finished
from ocpp_gateway.domain.progress import (
    FIRMWARE_PUBLICATION,
    FIRMWARE_UPDATE,
    LOG_UPLOAD,
    Process,
)
from ocpp_gateway.firmware.change_progress import Content, change_progress
from ocpp_gateway.records import all_records, put_record

UNPUBLICATION = "firmware-unpublication"


def keep_update(call: Finished) -> None:
    """Accepted, Rejected, AcceptedCanceled, InvalidCertificate or RevokedCertificate (L01)."""
    firmware = call.payload["firmware"]
    times = {name: firmware.get(name) for name in ("retrieveDateTime", "installDateTime")}
    _keep_answer(call, FIRMWARE_UPDATE, {"location": _plain(firmware["location"])} | times)


def keep_publication(call: Finished) -> None:
    """Accepted or Rejected (L03)."""
    asked = {"location": _plain(call.payload["location"]), "checksum": call.payload["checksum"]}
    _keep_answer(call, FIRMWARE_PUBLICATION, asked)


def keep_unpublication(call: Finished) -> None:
    """Unpublished, NoFirmware or DownloadOngoing (L04), by the image's checksum."""
    content = {"status": call.response.get("status"), "answered_at": to_text(call.finished_at)}
    put_record(call.station_id, UNPUBLICATION, call.payload["checksum"], content, call.finished_at)


def keep_log(call: Finished) -> None:
    """Accepted, Rejected or AcceptedCanceled, and the name that the file will have (N01)."""
    log = call.payload["log"]
    span = {name: log.get(name) for name in ("oldestTimestamp", "latestTimestamp")}
    _keep_answer(call, LOG_UPLOAD, {"logType": call.payload["logType"]} | span)


def keep_log_failure(call: Failed) -> None:
    """The station never said whether it will upload: it may know no GetLog, or be away."""
    request_id = call.payload.get("requestId")
    # What was never sent because it is Invalid may ask for anything.
    if not isinstance(request_id, int):
        return
    failure = {"why": call.why, "at": to_text(call.failed_at)}

    def change(content: Content) -> dict[str, Any]:
        return {**content, "failure": failure}

    change_progress(call.station_id, LOG_UPLOAD, request_id, change, call.failed_at)


def _keep_answer(call: Finished, process: Process, asked: Mapping[str, Any]) -> None:
    answer = {**call.response, "answered_at": to_text(call.finished_at)}
    request = {name: value for name, value in asked.items() if value is not None}
    request_id = call.payload["requestId"]

    def change(content: Content) -> dict[str, Any]:
        return {**content, "request": request, "answer": answer}

    change_progress(call.station_id, process, request_id, change, call.finished_at)
    if call.response.get("status") == "AcceptedCanceled":
        _supersede_others(call, process, request_id, answer["answered_at"])


def _supersede_others(call: Finished, process: Process, by: int, answered_at: str) -> None:
    """AcceptedCanceled: what this station was at before is given up."""
    for content in all_records(call.station_id, process.kind).values():
        before = content.get("answer", {}).get("answered_at", answered_at)
        is_open = not content.get("ended") and "superseded_by" not in content
        if content["request_id"] not in (by, None) and is_open and before < answered_at:

            def change(content: Content) -> dict[str, Any]:
                return {**content, "superseded_by": by}

            change_progress(
                call.station_id, process, content["request_id"], change, call.finished_at
            )


def _plain(location: str) -> str:
    """A URL without its query: the signature in it opens the file to anybody."""
    return location.partition("?")[0]
