"""RequestStartTransaction: accept first, begin once the answer is out."""

from typing import TYPE_CHECKING

from local.station.evse import Evse
from local.station.token import IdToken

if TYPE_CHECKING:
    from local.station.station import Station


class RemoteStarts:
    """Holds an EVSE for a driver between the answer and the first event."""

    def __init__(self, station: "Station") -> None:
        self._station = station
        self._held: dict[int, tuple[Evse, IdToken]] = {}

    def accept(self, token: IdToken, remote_start_id: int, evse_id: int | None) -> bool:
        """Whether an EVSE is free for it; never before the backend accepted us (B02.FR.05)."""
        if not self._station.registration.accepted.is_set():
            return False
        evse = next((e for e in self._station.evses.values() if self._is_free(e, evse_id)), None)
        if evse is None:
            return False
        self._held[remote_start_id] = (evse, token)
        return True

    async def carry_out(self, remote_start_id: int) -> None:
        """Start what was accepted under that id; the next event carries it (R-TX-11)."""
        if remote_start_id not in self._held:
            return
        evse, token = self._held[remote_start_id]
        try:
            if await self._may_charge(token):
                evse.start(token, "RemoteStart", remote_start_id)
        finally:
            del self._held[remote_start_id]
        visitor = self._station.config.visitor
        if visitor and evse.transaction and evse.vehicle is None:
            evse.plug_in(visitor)

    async def _may_charge(self, token: IdToken) -> bool:
        if not self._station.model.flag("AuthorizeRemoteStart"):
            return True
        return bool((await self._station.authorization.ask(token))["status"] == "Accepted")

    def _is_free(self, evse: Evse, evse_id: int | None) -> bool:
        held = any(evse is other for other, _ in self._held.values())
        wanted = evse_id in (None, evse.id)
        return wanted and evse.operative and evse.transaction is None and not held
