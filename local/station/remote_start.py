"""RequestStartTransaction: accept first, begin once the answer is out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.station.composition import Profile
from local.station.evse import Evse
from local.station.token import IdToken

if TYPE_CHECKING:
    from local.station.station import Station


@dataclass(slots=True)
class RemoteStart:
    """Who is to charge, and with which profile; `evse` once one is held for it."""

    token: IdToken
    group: dict[str, Any] | None = None
    profile: Profile | None = None
    evse: Evse | None = None


class RemoteStarts:
    """Holds an EVSE for a driver between the answer and the first event."""

    def __init__(self, station: "Station") -> None:
        self._station = station
        self._held: dict[int, RemoteStart] = {}

    def accept(self, start: RemoteStart, remote_start_id: int, evse_id: int | None) -> bool:
        """Whether an EVSE is free for it; never before the backend accepted us (B02.FR.05)."""
        if not self._station.registration.accepted.is_set() or not self._is_fit(start.profile):
            return False
        free = (e for e in self._station.evses.values() if self._is_free(e, evse_id, start))
        start.evse = next(free, None)
        if start.evse is None:
            return False
        self._held[remote_start_id] = start
        return True

    async def carry_out(self, remote_start_id: int) -> None:
        """Start what was accepted under that id; the next event carries it (R-TX-11)."""
        if remote_start_id not in self._held:
            return
        start = self._held[remote_start_id]
        evse = start.evse
        assert evse
        try:
            if await self._may_charge(start.token):
                evse.start(start.token, "RemoteStart", remote_start_id, start.group)
                self._install(start.profile, evse)
        finally:
            del self._held[remote_start_id]
        visitor = self._station.config.visitor
        if visitor and evse.transaction and evse.vehicle is None:
            evse.plug_in(visitor)

    async def _may_charge(self, token: IdToken) -> bool:
        if not self._station.model.flag("AuthorizeRemoteStart"):
            return True
        return bool((await self._station.authorization.ask(token))["status"] == "Accepted")

    def _is_fit(self, profile: Profile | None) -> bool:
        """An invalid profile refuses the start itself; no smart charging ignores it (R-SC-9)."""
        if profile is None or not self._station.model.flag("SmartChargingCtrlr/Enabled"):
            return True
        proper = profile["charging_profile_purpose"] == "TxProfile"
        return proper and "transaction_id" not in profile

    def _install(self, profile: Profile | None, evse: Evse) -> None:
        if profile and evse.transaction and self._station.model.flag("SmartChargingCtrlr/Enabled"):
            mine = profile | {"transaction_id": evse.transaction.id}
            self._station.smart_charging.set(evse.id, mine)

    def _is_free(self, evse: Evse, evse_id: int | None, start: RemoteStart) -> bool:
        held = any(evse is other.evse for other in self._held.values())
        wanted = evse_id in (None, evse.id)
        admitted = self._station.reservations.admits(evse, start.token, start.group)
        return wanted and evse.is_usable and evse.transaction is None and not held and admitted
