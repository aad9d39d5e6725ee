"""Reservations: an EVSE held for one token until it comes, is cancelled, or time runs out."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ocpp.v201 import call

from local.station.evse import Evse
from local.station.token import IdToken

if TYPE_CHECKING:
    from local.station.station import Station


@dataclass(frozen=True, slots=True)
class Reservation:
    """`evse_id` None: any EVSE; one of them is then kept free."""

    id: int
    token: IdToken
    group: dict[str, Any] | None
    evse_id: int | None
    expires_at: datetime

    def is_for(self, token: IdToken, group: dict[str, Any] | None) -> bool:
        """That token, or one of the group it was made for (H03.FR.07)."""
        return self.token.is_same(token) or (self.group is not None and self.group == group)


class Reservations:
    """By id; a reservation with the id of another replaces it (H01.FR.02)."""

    def __init__(self, station: "Station") -> None:
        self._station = station
        self._held: dict[int, Reservation] = {}
        self._timers: dict[int, asyncio.Task[None]] = {}

    def reserve(self, wanted: Reservation) -> str:
        """A ReserveNowStatusEnumType."""
        status = self._status(wanted)
        if status == "Accepted":
            self._drop(wanted.id)
            self._held[wanted.id] = wanted
            self._timers[wanted.id] = asyncio.create_task(self._expire(wanted))
            self._station.changed()
        return status

    def cancel(self, reservation_id: int) -> bool:
        """Whether there was one."""
        found = self._drop(reservation_id)
        self._station.changed()
        return found

    def holds(self, evse: Evse) -> bool:
        """Whether a reservation keeps everybody else from it: its own, or as many as are free."""
        if any(r.evse_id == evse.id for r in self._held.values()):
            return True
        anywhere = sum(1 for r in self._held.values() if r.evse_id is None)
        return 0 < anywhere >= len(self._free())

    def admits(self, evse: Evse, token: IdToken, group: dict[str, Any] | None) -> bool:
        """Whether that driver may charge there now."""
        return not self.holds(evse) or self._of(evse, token, group) is not None

    def use(self, evse: Evse, token: IdToken, group: dict[str, Any] | None) -> int | None:
        """The id of the reservation that this driver takes up by charging there."""
        found = self._of(evse, token, group)
        if found is None:
            return None
        self._drop(found.id)
        return found.id

    def settle(self) -> None:
        """An EVSE that broke or was switched off holds nothing any more (H01.FR.19)."""
        for one in list(self._held.values()):
            if one.evse_id and not self._station.evses[one.evse_id].is_usable:
                self._end(one, "Removed")

    def stop(self) -> None:
        """The simulation ends."""
        for timer in self._timers.values():
            timer.cancel()

    def _status(self, wanted: Reservation) -> str:
        station = self._station
        if not station.model.flag("ReservationCtrlr/Enabled") or wanted.evse_id == 0:
            return "Rejected"
        if wanted.evse_id is not None and wanted.evse_id not in station.evses:
            return "Rejected"
        if wanted.expires_at <= station.clock.now():
            return "Rejected"
        wanted_ones = [e for e in station.evses.values() if wanted.evse_id in (None, e.id)]
        if any(self._is_free_for(evse, wanted) for evse in wanted_ones):
            return "Accepted"
        states = [evse.status for evse in wanted_ones]
        return next((s for s in ("Occupied", "Faulted", "Unavailable") if s in states), "Occupied")

    def _is_free_for(self, evse: Evse, wanted: Reservation) -> bool:
        renewed = wanted.id in self._held and evse.status == "Reserved"
        return evse.status == "Available" or renewed

    def _free(self) -> list[Evse]:
        mine = {r.evse_id for r in self._held.values()}
        return [
            evse
            for evse in self._station.evses.values()
            if evse.is_usable and not evse.vehicle and not evse.transaction and evse.id not in mine
        ]

    def _of(self, evse: Evse, token: IdToken, group: dict[str, Any] | None) -> Reservation | None:
        fitting = (r for r in self._held.values() if r.evse_id in (None, evse.id))
        return next((r for r in fitting if r.is_for(token, group)), None)

    async def _expire(self, one: Reservation) -> None:
        left_s = (one.expires_at - self._station.clock.now()).total_seconds()
        await self._station.clock.sleep(max(0.0, left_s))
        self._end(one, "Expired")
        self._station.changed()

    def _end(self, one: Reservation, status: str) -> None:
        if self._drop(one.id):
            self._station.notify(call.ReservationStatusUpdate(one.id, status))

    def _drop(self, reservation_id: int) -> bool:
        timer = self._timers.pop(reservation_id, None)
        if timer and timer is not asyncio.current_task():
            timer.cancel()
        return self._held.pop(reservation_id, None) is not None
