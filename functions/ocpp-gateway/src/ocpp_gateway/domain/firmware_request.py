"""The UpdateFirmware that a campaign sends, and until when it may be answered by the station."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from corridor_kernel.times import from_text, to_text


def update_payload(
    firmware: Mapping[str, Any], location: str, request_id: int, now: datetime
) -> dict[str, Any]:
    """UpdateFirmwareRequest: downloaded at once unless the campaign says when (L01)."""
    times = {"installDateTime": firmware["install_at"]} if firmware["install_at"] else {}
    return {
        "requestId": request_id,
        "firmware": {
            "location": location,
            "retrieveDateTime": firmware["retrieve_at"] or to_text(now),
            "signature": firmware["signature"],
            "signingCertificate": firmware["signing_certificate"],
            **times,
        },
    }


def limit_of(firmware: Mapping[str, Any], time_limit_s: int, now: datetime) -> datetime:
    """When an attempt that began now has failed; the limit runs from the planned times."""
    planned = [
        from_text(firmware[name]) for name in ("retrieve_at", "install_at") if firmware[name]
    ]
    return max((now, *planned)) + timedelta(seconds=time_limit_s)
