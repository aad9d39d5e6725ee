"""Whether a car means to charge within what it was offered (K15.FR.11, 12)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from corridor_kernel.times import readable
from ocpp_gateway.domain.charging_profiles import TX

Json = Mapping[str, Any]


def is_within(payload: Json, held: Iterable[Json], now: datetime) -> bool:
    """Whether the schedule of a NotifyEVChargingSchedule keeps an offered one of the same unit.

    True if the EVSE holds no TxProfile, or only schedules that cannot be compared.
    """
    told = payload["chargingSchedule"]
    begin = readable(payload["timeBase"]) or now
    comparable = [
        offered
        for offered in _offered(payload["evseId"], held, told["id"])
        if offered["chargingRateUnit"] == told["chargingRateUnit"]
    ]
    return not comparable or any(_keeps(told, one, begin) for one in comparable)


def _offered(evse_id: int, held: Iterable[Json], id: int) -> list[Json]:
    """The schedule that the car names, else all of them: the id is the tuple that it chose."""
    profiles = [one["profile"] for one in held if one["evseId"] == evse_id]
    schedules = [
        schedule
        for profile in profiles
        if profile["chargingProfilePurpose"] == TX
        for schedule in profile["chargingSchedule"]
    ]
    return [one for one in schedules if one["id"] == id] or schedules


def _keeps(told: Json, offered: Json, begin: datetime) -> bool:
    """A Relative schedule begins when the car's does."""
    start = readable(offered.get("startSchedule")) or begin
    instants = {*_starts(told, begin), *(at for at in _starts(offered, start) if at >= begin)}
    for instant in instants:
        wanted, limit = _limit(told, begin, instant), _limit(offered, start, instant)
        if wanted is not None and limit is not None and wanted > limit:
            return False
    return True


def _starts(schedule: Json, begin: datetime) -> Iterator[datetime]:
    for period in schedule["chargingSchedulePeriod"]:
        yield begin + timedelta(seconds=period["startPeriod"])


def _limit(schedule: Json, begin: datetime, at: datetime) -> float | None:
    """The limit at an instant; None before the schedule and after its duration."""
    elapsed_s = (at - begin).total_seconds()
    if elapsed_s >= schedule.get("duration", float("inf")):
        return None
    limits = [
        period["limit"]
        for period in schedule["chargingSchedulePeriod"]
        if period["startPeriod"] <= elapsed_s
    ]
    return limits[-1] if limits else None
