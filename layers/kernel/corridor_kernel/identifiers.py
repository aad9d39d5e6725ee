"""Identifiers that follow from what they name, so that a retry finds the same one."""

import hashlib
from uuid import UUID, uuid5

_SESSIONS = UUID("6f1c2c3e-6a5b-4b0e-9d57-0c5a6a1f5d10")


def session_id(station_id: str, transaction_id: str, generation: int = 0) -> str:
    """The session of a station's transaction: a UUID text of 36 characters (OCPI limit).

    A transactionId is unique for its station only (R-TX-2), hence both; `generation` counts the
    transactions to which the station gave it again.
    """
    name = f"{station_id}\n{transaction_id}"
    return str(uuid5(_SESSIONS, f"{name}\n{generation}" if generation else name))


def digest(content: bytes) -> str:
    """16 hexadecimal digits that tell two bodies apart."""
    return hashlib.sha256(content).hexdigest()[:16]
