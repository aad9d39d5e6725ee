"""How a reservation stands: asked for, Accepted, and ended by its station or by us (H01..H04)."""

from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]

ACCEPTED = "Accepted"


def reserved(before: Json | None, payload: Json, status: str, call_id: str, at: str) -> Json | None:
    """The reservation once its ReserveNow is answered; None if the answer changes nothing.

    One that already ended after the answer stays ended, and a refusal leaves an earlier
    reservation of the same id in force (H01.FR.02).
    """
    if before is not None and before.get("ended_at", before.get("reserved_at", "")) > at:
        if "reserved_at" in before:
            return None
        return {**payload, **before, "call_id": call_id, "reserved_at": at}
    if status != ACCEPTED and before is not None and before["status"] == ACCEPTED:
        return None
    return {**payload, "status": status, "call_id": call_id, "reserved_at": at}


def ended(before: Json | None, reservation_id: int, status: str, at: str) -> Json | None:
    """The reservation once it is Expired, Removed or Cancelled; None if it had ended before."""
    before = before or {"id": reservation_id, "status": ACCEPTED}
    if before["status"] != ACCEPTED or before.get("reserved_at", "") > at:
        return None
    return {**before, "status": status, "ended_at": at}
