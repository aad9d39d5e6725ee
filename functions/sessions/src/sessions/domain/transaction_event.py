"""One TransactionEvent of a station, as far as it can be read (R-RPC-12, R-TX-6, R-TX-8).

A member that is missing or odd is left out and flagged; nothing in a payload can break the fold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from corridor_kernel.identifiers import session_id
from corridor_kernel.ocpp.id_tokens import folded
from corridor_kernel.ocpp.meter_values import Sample, read
from corridor_kernel.times import readable, to_text
from sessions.domain.registers import Place

STARTED: Final = "Started"
UPDATED: Final = "Updated"
ENDED: Final = "Ended"

RESUMED: Final = "TxResumed"
"""The triggerReason of a transaction that goes on after a power loss (2.1, seen earlier)."""

SCHEMA_VIOLATION: Final = "schema_violation"
TIME_SUSPECT: Final = "time_suspect"
OFFLINE: Final = "offline"

_OLDEST = datetime(2020, 1, 1, tzinfo=UTC)
"""No station of the network was in service before."""
_AHEAD = timedelta(minutes=5)
_LONGEST = 255
"""Longer than any text that a schema allows; a key of an index must not exceed 2 KB."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the ledger says of an event beside its payload."""

    station_id: str
    transaction_id: str
    seq_no: int
    digest: str
    received_at: datetime
    breaks_schema: bool
    token_status: str | None
    is_numbered: bool = True
    shows_costs: bool = False


@dataclass(frozen=True, slots=True)
class IdToken:
    """`status` is what the station was answered: anything but Accepted is a risk (R-TX-9)."""

    id_token: str
    type: str
    status: str | None

    @property
    def key(self) -> str:
        """What makes two tokens the same (R-AUTH-2)."""
        return f"{folded(self.id_token)}#{self.type}"


@dataclass(frozen=True, slots=True)
class TransactionEvent:
    """An event with its one-time members (R-TX-10); None is what it does not say."""

    station_id: str
    transaction_id: str
    seq_no: int
    digest: str
    received_at: datetime
    timestamp: datetime
    kind: str
    trigger_reason: str | None
    flags: tuple[str, ...]
    evse_id: int | None
    connector_id: int | None
    id_token: IdToken | None
    charging_state: str | None
    stopped_reason: str | None
    remote_start_id: int | None
    reservation_id: int | None
    samples: tuple[Sample, ...]
    is_numbered: bool = True
    """Whether seq_no is the station's; if not, it sorts the events and misses none."""

    shows_costs: bool = False
    """Whether the station is one that shows what charging costs."""
    generation: int = 0
    """Which transaction it is of those that the station gave the same transactionId."""

    @property
    def session_id(self) -> str:
        return session_id(self.station_id, self.transaction_id, self.generation)

    @property
    def place(self) -> Place:
        return self.seq_no, to_text(self.timestamp), self.digest


def read_event(receipt: Receipt, payload: Mapping[str, Any]) -> TransactionEvent:
    """The event in a ledger entry."""
    info = _mapping(payload, "transactionInfo")
    evse = _mapping(payload, "evse")
    samples, all_readable = read(payload.get("meterValue"))
    timestamp = readable(payload.get("timestamp"))
    kind, state = _text(payload, "eventType"), _text(info, "chargingState")
    is_odd = receipt.breaks_schema or timestamp is None or not all_readable or kind not in _KINDS
    return TransactionEvent(
        station_id=receipt.station_id,
        transaction_id=receipt.transaction_id,
        seq_no=receipt.seq_no,
        digest=receipt.digest,
        received_at=receipt.received_at,
        timestamp=timestamp or receipt.received_at,
        kind=kind if kind and kind in _KINDS else UPDATED,
        trigger_reason=_text(payload, "triggerReason"),
        flags=_flags(is_odd, timestamp, receipt.received_at, payload.get("offline") is True),
        evse_id=_integer(evse, "id"),
        connector_id=_integer(evse, "connectorId"),
        id_token=_id_token(_mapping(payload, "idToken"), receipt.token_status),
        charging_state=state if state in _CHARGING_STATES else None,
        stopped_reason=_text(info, "stoppedReason"),
        remote_start_id=_integer(info, "remoteStartId"),
        reservation_id=_integer(payload, "reservationId"),
        samples=samples,
        is_numbered=receipt.is_numbered,
        shows_costs=receipt.shows_costs,
    )


_KINDS = {STARTED, UPDATED, ENDED}
_CHARGING_STATES = {"Charging", "EVConnected", "SuspendedEV", "SuspendedEVSE", "Idle"}


def _flags(
    is_odd: bool, timestamp: datetime | None, received_at: datetime, offline: bool
) -> tuple[str, ...]:
    """Receipt time is the yardstick, not now: a replay of the ledger judges alike."""
    plausible = timestamp is not None and _OLDEST <= timestamp <= received_at + _AHEAD
    told = ((OFFLINE, offline), (SCHEMA_VIOLATION, is_odd), (TIME_SUSPECT, not plausible))
    return tuple(flag for flag, applies in told if applies)


def _id_token(members: Mapping[str, Any], status: str | None) -> IdToken | None:
    text, type = _text(members, "idToken"), _text(members, "type")
    return IdToken(text, type or "", status) if text is not None else None


def _mapping(members: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = members.get(name)
    return value if isinstance(value, Mapping) else {}


def _text(members: Mapping[str, Any], name: str) -> str | None:
    value = members.get(name)
    return value[:_LONGEST] if isinstance(value, str) else None


def _integer(members: Mapping[str, Any], name: str) -> int | None:
    value = members.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
