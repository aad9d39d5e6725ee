"""A Session: what is known of one transaction, in registers that merge (`fold.py`).

Three of them hold instants of our own clock and are compared with nothing else: when the
transaction was last heard of, when the station last told how it stands, and when we gave it up.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from corridor_kernel.units import Wh
from sessions.domain.meter_reading import BeginReading, EndReading
from sessions.domain.registers import Intervals, Place
from sessions.domain.transaction_event import IdToken

LOST: Final = "Lost"
"""Our own reason: the station never said Ended, and never will."""

Status = tuple[tuple[str, str], bool | None, bool]
"""Instant and id of an answer to GetTransactionStatus, ongoingIndicator, messagesInQueue."""


@dataclass(frozen=True, slots=True)
class Session:
    """What is known of one transaction; instants are RFC 3339 texts, energy is in Wh."""

    session_id: str
    station_id: str
    transaction_id: str
    seq_nos: Intervals = ()
    flags: tuple[str, ...] = ()
    first: tuple[Place, str] | None = None
    last: tuple[Place, str] | None = None
    started: tuple[Place, str] | None = None
    ended: tuple[Place, str, str] | None = None
    evse_id: tuple[Place, int] | None = None
    connector_id: tuple[Place, int] | None = None
    id_token: tuple[Place, IdToken] | None = None
    remote_start_id: tuple[Place, int] | None = None
    reservation_id: tuple[Place, int] | None = None
    charging_state: tuple[Place, str] | None = None
    charged: bool = False
    shows_costs: bool = False
    refused: tuple[str, ...] = ()
    """Tokens that the station was told are not, or no longer, accepted (R-TX-9)."""
    begin: BeginReading | None = None
    end: EndReading | None = None
    resumed: tuple[Place, str] | None = None
    proven: str = ""
    heard: str = ""
    status: Status | None = None
    given_up: str = ""

    @property
    def started_at(self) -> str:
        """When the transaction started; until Started is here, the earliest instant told."""
        stamped = self.started or self.first
        return stamped[1] if stamped else ""

    @property
    def closing(self) -> tuple[str, str] | None:
        """When and why the transaction ended; None while it may go on.

        A lost one ended at the last instant that the station itself has proven.
        """
        if self.ended and not (self.resumed and self.resumed[0] > self.ended[0]):
            return self.ended[1:]
        return (max(self.proven, self.started_at), LOST) if self.is_lost else None

    @property
    def is_lost(self) -> bool:
        """Whether Ended is missing for good, so far as nothing was heard since we knew."""
        not_ongoing = self.status is not None and self.status[1] is False
        return (not_ongoing and self.has_told_all) or self.given_up > self.heard

    @property
    def is_over(self) -> bool:
        """Whether the station does not say that the transaction goes on, when asked at the end."""
        goes_on = self.status is not None and self.status[1] is True
        return self.is_lost or (self.has_told_all and not goes_on)

    @property
    def has_told_all(self) -> bool:
        """Whether the station has no more messages, by its own word after its last event."""
        return self.status is not None and not self.status[2] and self.status[0][0] >= self.heard

    @property
    def energy_wh(self) -> Wh:
        """What the register rose by, never below zero (R-TX-13)."""
        if self.begin is None or self.end is None:
            return Wh(Decimal(0))
        return Wh(max(self.end[2] - self.begin[2], Decimal(0)))
