"""A TransactionEvent as an entry of the ledger: which one it is, and who it speaks of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from corridor_kernel.identifiers import digest
from ocpp_gateway.domain.connection import Unusable
from ocpp_gateway.domain.instants import told_instant

MAX_TRANSACTION_ID_LENGTH = 255
FARTHEST_SEQ_NO = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of one transaction; two bodies under one seqNo are two entries (R-TX-2)."""

    transaction_id: str
    seq_no: int
    digest: str

    @property
    def sort_key(self) -> str:
        """Its key in the ledger; those of up to ten digits sort by seqNo as text."""
        return f"{self.seq_no:010d}#{self.digest}"


def entry_of(payload: Mapping[str, Any]) -> Entry:
    """The ledger entry of a payload, valid or not; Unusable if it names no place (R-RPC-12)."""
    info = payload.get("transactionInfo")
    transaction_id = _transaction_id(info.get("transactionId") if isinstance(info, dict) else None)
    seq_no = _seq_no(payload.get("seqNo"))
    if not transaction_id:
        raise Unusable("OccurrenceConstraintViolation", "There is no transactionId.")
    if len(transaction_id) > MAX_TRANSACTION_ID_LENGTH:
        raise Unusable("PropertyConstraintViolation", "The transactionId is too long.")
    if seq_no is None:
        raise Unusable("OccurrenceConstraintViolation", "There is no usable seqNo.")
    return Entry(transaction_id, seq_no, _digest(payload))


def is_stopping(payload: Mapping[str, Any]) -> bool:
    """Whether its idToken ends a transaction rather than starts one."""
    return payload.get("eventType") == "Ended" or payload.get("triggerReason") == "StopAuthorized"


def is_live_end(payload: Mapping[str, Any]) -> bool:
    """Whether its station waits with a driver before it for what the transaction costs."""
    return payload.get("eventType") == "Ended" and payload.get("offline") is not True


def happened_at(payload: Mapping[str, Any], now: datetime) -> datetime:
    """When to judge it: an offline event by its own clock, any other by ours (R-TX-6)."""
    if payload.get("offline") is not True:
        return now
    return told_instant(payload.get("timestamp"), now)


def _transaction_id(told: Any) -> str | None:
    """A number is taken as its text: stations of a 1.6 past have such."""
    if isinstance(told, bool) or not isinstance(told, int | str):
        return None
    return str(told)


def _seq_no(told: Any) -> int | None:
    """Whatever can be read as a number: events that bear the same are told apart by their digests.

    The schema has no limits, neither below nor above; a whole number may be written as 7.0.
    """
    if isinstance(told, bool) or not isinstance(told, int | float | str):
        return None
    try:
        number = int(told)
    except (ValueError, OverflowError):
        return None
    return max(-FARTHEST_SEQ_NO, min(number, FARTHEST_SEQ_NO))


def _digest(payload: Mapping[str, Any]) -> str:
    """Without `offline`: a replay after a lost link may have set it."""
    body = {name: value for name, value in payload.items() if name != "offline"}
    return digest(orjson.dumps(body, option=orjson.OPT_SORT_KEYS))
