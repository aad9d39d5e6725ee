"""The station's own book of what it metered: the witness that a bill is checked against."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal


@dataclass(slots=True)
class Entry:
    """One transaction as the station knows it; samples and states ascend in time."""

    station_id: str
    evse_id: int
    transaction_id: str
    id_token: str
    started_at: datetime
    ended_at: datetime | None = None
    stopped_reason: str | None = None
    total_cost: float | None = None
    events: int = 0
    events_offline: int = 0
    events_discarded: int = 0
    samples: list[tuple[datetime, Decimal]] = field(default_factory=list)
    costs_told: list[float] = field(default_factory=list)
    states: list[tuple[datetime, str]] = field(default_factory=list)

    @property
    def energy_wh(self) -> Decimal:
        """Last register less the first one."""
        return self.samples[-1][1] - self.samples[0][1] if self.samples else Decimal(0)
