"""A station that signs without telling its key has it in its device model (R-EI-6)."""

import base64
import binascii
from uuid import UUID

from corridor_aws.station_calls import send_call

PREFIX = "meter-key-"
"""Of the ids of our calls; the bus brings what they come to by it."""

COMPONENT, VARIABLE = "FiscalMetering", "PublicKey"


def ask_for_key(station_id: str, evse_id: int, session_id: str) -> None:
    """Once a session: a meter may be changed between two of them."""
    component = {"name": COMPONENT, "evse": {"id": evse_id}}
    wanted = {"component": component, "variable": {"name": VARIABLE}}
    send_call(station_id, call_id(session_id), "GetVariables", {"getVariableData": [wanted]})


def call_id(session_id: str) -> str:
    """32 characters that name the session."""
    return PREFIX + base64.urlsafe_b64encode(UUID(session_id).bytes).decode().rstrip("=")


def session_of(call: str) -> str | None:
    """The session of a call of ours; None for any other."""
    try:
        return str(UUID(bytes=base64.urlsafe_b64decode(f"{call.removeprefix(PREFIX)}==")))
    except (binascii.Error, ValueError):
        return None
