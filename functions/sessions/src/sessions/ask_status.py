"""Ask a station how a transaction stands (R-TX-5, E14)."""

import base64
import binascii
from uuid import UUID

from corridor_aws.station_calls import send_call
from corridor_kernel.identifiers import digest
from sessions.domain.progress import can_be_asked
from sessions.tables import SessionItem

ACTION = "GetTransactionStatus"

_DIGEST_LENGTH = 13


def ask_status(item: SessionItem, occasion: str) -> None:
    """Once per occasion; the answer comes through the gateway's ledger, behind all that it knew."""
    if not can_be_asked(item.session):
        return
    call_id = status_call_id(item.session_id, occasion)
    send_call(item.station_id, call_id, ACTION, {"transactionId": item.session.transaction_id})


def status_call_id(session_id: str, occasion: str) -> str:
    """36 characters that name the session: a call that fails tells nothing but its id."""
    name = base64.urlsafe_b64encode(UUID(session_id).bytes).decode().rstrip("=")
    return f"{name}.{digest(occasion.encode())[:_DIGEST_LENGTH]}"


def session_of_call(call_id: str) -> str | None:
    """The session that a call of ours asked about; None for an operator's own."""
    name, dot, _ = call_id.partition(".")
    try:
        return str(UUID(bytes=base64.urlsafe_b64decode(f"{name}=="))) if dot else None
    except (binascii.Error, ValueError):
        return None
