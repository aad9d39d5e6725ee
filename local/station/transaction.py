"""One transaction at an EVSE: numbers its events and keeps the book of what they said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from ocpp.v201 import call

from corridor_kernel.times import to_text
from local.station.book import Entry
from local.station.quirks import Quirks
from local.station.reading import BEGIN, Reading
from local.station.token import IdToken


class Transaction:
    """Builds TransactionEvents whose one-time fields come once (R-TX-10)."""

    def __init__(
        self, station_id: str, evse_id: int, token: IdToken, now: datetime, quirks: Quirks
    ) -> None:
        self.id = str(uuid4())
        self.token = token
        self.group: IdToken | None = None
        self.entry = Entry(station_id, evse_id, self.id, token.id_token, now)
        self._quirks = quirks
        self._state: str | None = None

    @property
    def state(self) -> str | None:
        """The chargingState that was told last."""
        return self._state

    @property
    def has_ended(self) -> bool:
        return self.entry.ended_at is not None

    def event(
        self,
        event_type: str,
        trigger: str,
        now: datetime,
        *,
        readings: Sequence[Reading] = (),
        state: str | None = None,
        token: IdToken | None = None,
        evse: dict[str, int] | None = None,
        reservation_id: int | None = None,
        **info: Any,
    ) -> call.TransactionEvent:
        """The next event of this transaction; `info` joins its transactionInfo."""
        if state == self._state:
            state = None
        self._record(now, readings, state)
        if event_type == "Ended":
            self.entry.ended_at = now
            self.entry.stopped_reason = info.get("stopped_reason")
        return call.TransactionEvent(
            event_type=event_type,
            timestamp=to_text(now),
            trigger_reason=trigger,
            seq_no=self._quirks.seq_no(self.entry.events - 1),
            transaction_info={"transaction_id": self.id, "charging_state": state} | info,
            meter_value=[reading.payload() for reading in readings] or None,
            evse=evse,
            reservation_id=reservation_id,
            id_token=token.payload() if token else None,
        )

    def _record(self, now: datetime, readings: Sequence[Reading], state: str | None) -> None:
        self.entry.events += 1
        for reading in readings:
            is_repeated = reading.context == BEGIN and self.entry.samples
            if not is_repeated:
                self.entry.samples.append((reading.at, reading.register_wh))
        if state:
            self._state = state
            self.entry.states.append((now, state))
