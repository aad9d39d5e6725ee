"""The charging profiles a station holds, and the power they leave to each EVSE (block K)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from corridor_kernel.times import to_text
from local.station import composition
from local.station.composition import EXTERNAL, Profile, Situation
from local.station.profile_rules import reason_to_refuse

if TYPE_CHECKING:
    from local.station.evse import Evse
    from local.station.station import Station


class SmartCharging:
    """`profiles` by id; they survive reboots (R-SC-6), a TxProfile not its transaction."""

    def __init__(self, station: "Station") -> None:
        self._station = station
        self.profiles: dict[int, Profile] = {}
        entries = station.model.named("SmartChargingCtrlr/Entries[ChargingProfiles]")
        entries.live = lambda: str(len(self.profiles))

    def set(self, evse_id: int, profile: Profile) -> str | None:
        """Install it, in the place of one with its id; or the reasonCode of a refusal."""
        profile = profile | {"evse_id": evse_id}
        if reason := self.reason_to_refuse(profile):
            return reason
        self.profiles[profile["id"]] = profile
        return None

    def reason_to_refuse(self, profile: Profile) -> str | None:
        """Why `set` would refuse it."""
        evse = self._station.evses.get(profile["evse_id"])
        if profile["evse_id"] and evse is None:
            return "UnknownEvse"
        running = evse.transaction.id if evse and evse.transaction else None
        return reason_to_refuse(profile, running, self._station.model, self.profiles.values())

    def select(self, **wanted: Any) -> list[Profile]:
        """Profiles whose members are as wanted; None wants anything, a list one of it."""
        return [p for p in self.profiles.values() if all(_is(p, n, v) for n, v in wanted.items())]

    def clear(self, profiles: list[Profile]) -> bool:
        """Whether there was one that the backend may clear: what comes from outside stays."""
        own = [p for p in profiles if p["charging_profile_purpose"] != EXTERNAL]
        for profile in own:
            del self.profiles[profile["id"]]
        return bool(own)

    def forget_transaction(self, transaction_id: str) -> None:
        """Its TxProfiles end with it (K02.FR.05)."""
        self.clear(self.select(transaction_id=transaction_id))

    def available_w(self, evse: "Evse", at: datetime) -> float | None:
        """What the vehicle may take now: EVSEs that charge share what holds for the station."""
        if not self.profiles:
            return None
        station_w = composition.limit_w(self.profiles.values(), Situation(0), at)
        charging = sum(1 for e in self._station.evses.values() if e.transaction and e.vehicle)
        shared_w = None if station_w is None else station_w / max(1, charging)
        own_w = composition.limit_w(self.profiles.values(), _situation(evse), at)
        return min((w for w in (shared_w, own_w) if w is not None), default=None)

    def composite(self, evse_id: int, duration_s: int, unit: str) -> dict[str, Any]:
        """A CompositeScheduleType from now on."""
        begin = self._station.clock.now().replace(microsecond=0)
        end = begin + timedelta(seconds=duration_s)
        limit_at = self._limit_at(evse_id)
        edges = [
            instant
            for situation in self._situations(evse_id)
            for instant in composition.changes(self.profiles.values(), situation, begin, end)
        ]
        per_unit = 1 if unit == "W" else composition.VOLTS * composition.PHASES
        found = composition.periods(limit_at, edges, begin, end)
        return {
            "evse_id": evse_id,
            "duration": duration_s,
            "schedule_start": to_text(begin),
            "charging_rate_unit": unit,
            "charging_schedule_period": [
                {"start_period": start, "limit": round(limit / per_unit, 1)}
                for start, limit in found
            ],
        }

    def _limit_at(self, evse_id: int) -> Callable[[datetime], float]:
        most_w = {n: self._hardware_w(n) for n in self._station.evses}

        def limit(situation: Situation, at: datetime) -> float:
            found = composition.limit_w(self.profiles.values(), situation, at)
            most = most_w[situation.evse_id]
            return most if found is None else min(found, most)

        def of_station(at: datetime) -> float:
            situations = [_situation(evse) for evse in self._station.evses.values()]
            total = sum(limit(situation, at) for situation in situations)
            own = composition.limit_w(self.profiles.values(), Situation(0), at)
            return total if own is None else min(total, own)

        if evse_id == 0:
            return of_station
        situation = _situation(self._station.evses[evse_id])
        return lambda at: limit(situation, at)

    def _hardware_w(self, evse_id: int) -> float:
        return self._station.model.named(f"EVSE@{evse_id}/Power").maximum or 0.0

    def _situations(self, evse_id: int) -> list[Situation]:
        evses = self._station.evses
        return [_situation(evse) for evse in evses.values() if evse_id in (0, evse.id)]


def source_of(profile: Profile) -> str:
    """The ChargingLimitSource: what the backend set comes from the operator (CSO)."""
    return str(profile.get("source", "CSO"))


def told(profile: Profile) -> Profile:
    """A ChargingProfileType without what the station notes beside."""
    return {name: value for name, value in profile.items() if name not in ("evse_id", "source")}


def _situation(evse: "Evse") -> Situation:
    if evse.transaction is None:
        return Situation(evse.id)
    return Situation(evse.id, evse.transaction.id, evse.transaction.entry.started_at)


def _is(profile: Profile, name: str, wanted: Any) -> bool:
    value = source_of(profile) if name == "source" else profile.get(name)
    if isinstance(wanted, list):
        return value in wanted
    return wanted is None or value == wanted
