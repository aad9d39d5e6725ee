"""Which charging limit holds when: the composition rule of ocpp.md §4, pure.

Profiles are ChargingProfileTypes in snake_case with an `evse_id` beside; limits are in W.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from corridor_kernel.times import from_text

Profile = dict[str, Any]

VOLTS = 230.0
PHASES = 3
RECURRENCE = {"Daily": timedelta(days=1), "Weekly": timedelta(weeks=1)}
EXTERNAL = "ChargingStationExternalConstraints"
STATION_MAX = "ChargingStationMaxProfile"


@dataclass(frozen=True, slots=True)
class Situation:
    """Whose limit is asked: an EVSE (0: the station), its transaction and that one's begin."""

    evse_id: int
    transaction_id: str | None = None
    started_at: datetime | None = None


def limit_w(profiles: Iterable[Profile], situation: Situation, at: datetime) -> float | None:
    """The least over the purposes; None if no profile limits anything at that instant."""
    profiles = list(profiles)
    limits = [_leading(profiles, p, situation, at) for p in (EXTERNAL, STATION_MAX)]
    if situation.evse_id:
        own = _leading(profiles, "TxProfile", situation, at)
        if own is None:
            own = _leading(profiles, "TxDefaultProfile", situation, at)
        limits.append(own)
    return min((limit for limit in limits if limit is not None), default=None)


def periods(
    limit_at: Callable[[datetime], float],
    changes: Iterable[datetime],
    begin: datetime,
    end: datetime,
) -> list[tuple[int, float]]:
    """(seconds from begin, limit) at the begin and wherever the limit changes before the end."""
    instants = sorted({begin, *(c for c in changes if begin < c < end)})
    found: list[tuple[int, float]] = []
    for instant in instants:
        limit = limit_at(instant)
        if not found or found[-1][1] != limit:
            found.append((round((instant - begin).total_seconds()), limit))
    return found


def changes(
    profiles: Iterable[Profile], situation: Situation, begin: datetime, end: datetime
) -> Iterator[datetime]:
    """Every instant at which a limit may change."""
    for profile in profiles:
        yield from (from_text(profile[k]) for k in ("valid_from", "valid_to") if profile.get(k))
        for start in _starts(profile, situation, begin, end):
            schedule = profile["charging_schedule"][0]
            for period in schedule["charging_schedule_period"]:
                yield start + timedelta(seconds=period["start_period"])
            if "duration" in schedule:
                yield start + timedelta(seconds=schedule["duration"])


def watts(limit: float, unit: str, phases: int | None) -> float:
    """A limit in W: amperes are per phase (K01.FR.49-51)."""
    return limit if unit == "W" else limit * VOLTS * (phases or PHASES)


def _leading(
    profiles: list[Profile], purpose: str, situation: Situation, at: datetime
) -> float | None:
    fitting = [p for p in profiles if _concerns(p, purpose, situation)]
    for profile in sorted(fitting, key=lambda p: -p["stack_level"]):
        limit = _limit_of(profile, situation, at)
        if limit is not None:
            return limit
    return None


def _concerns(profile: Profile, purpose: str, situation: Situation) -> bool:
    if profile["charging_profile_purpose"] != purpose:
        return False
    if purpose == "TxProfile" and profile.get("transaction_id") != situation.transaction_id:
        return False
    return profile["evse_id"] in (0, situation.evse_id)


def _limit_of(profile: Profile, situation: Situation, at: datetime) -> float | None:
    if not _is_valid(profile, at):
        return None
    schedule = profile["charging_schedule"][0]
    start = _last_start(profile, situation, at)
    offset_s = (at - start).total_seconds()
    if offset_s < 0 or offset_s >= schedule.get("duration", float("inf")):
        return None
    passed = [p for p in schedule["charging_schedule_period"] if p["start_period"] <= offset_s]
    if not passed:
        return None
    period = passed[-1]
    return watts(period["limit"], schedule["charging_rate_unit"], period.get("number_phases"))


def _is_valid(profile: Profile, at: datetime) -> bool:
    begin, end = profile.get("valid_from"), profile.get("valid_to")
    begun = begin is None or from_text(begin) <= at
    return begun and (end is None or at < from_text(end))


def _last_start(profile: Profile, situation: Situation, at: datetime) -> datetime:
    """When the schedule that counts at `at` began; a relative one without a transaction: now."""
    start = profile["charging_schedule"][0].get("start_schedule")
    if profile["charging_profile_kind"] == "Relative" or start is None:
        return situation.started_at or at
    begin = from_text(start)
    if profile["charging_profile_kind"] == "Recurring" and at > begin:
        every = RECURRENCE[profile["recurrency_kind"]]
        begin += (at - begin) // every * every
    return begin


def _starts(
    profile: Profile, situation: Situation, begin: datetime, end: datetime
) -> Iterator[datetime]:
    start = _last_start(profile, situation, begin)
    yield start
    if profile["charging_profile_kind"] == "Recurring":
        every = RECURRENCE[profile["recurrency_kind"]]
        while (start := start + every) < end:
            yield start
