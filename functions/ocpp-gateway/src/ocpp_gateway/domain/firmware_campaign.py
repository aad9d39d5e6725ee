"""What an update campaign does next: canaries first, then wave by wave, until too many fail."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from corridor_kernel.ocpp.firmware import CampaignState, UpdateState
from ocpp_gateway.domain.firmware_update import Retries, Update

OPEN: Final = (CampaignState.CHECKING, CampaignState.RUNNING, CampaignState.PAUSED)


@dataclass(frozen=True, slots=True)
class Policy:
    """`canary` stations go first; more failures than `max_failures` of them, or more than
    `max_failure_percent` of the stations that are done, pause the campaign.
    """

    canary: int
    parallel: int
    max_failures: int | None
    max_failure_percent: int | None
    retries: int
    retry_interval_s: int
    time_limit_s: int

    @property
    def again(self) -> Retries:
        return Retries(self.retries, timedelta(seconds=self.retry_interval_s))


@dataclass(frozen=True, slots=True)
class Wave:
    """These stations have their turn now; each with the number of its attempt."""

    attempts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing can be done before `until`, except that a station comes back."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Pause:
    """Too many failed: a person has to look."""


@dataclass(frozen=True, slots=True)
class End:
    """Every station is done, or the campaign's time is over."""

    state: CampaignState


Decision = Wave | Wait | Pause | End


def policy_of(content: Mapping[str, Any]) -> Policy:
    """What `dataclasses.asdict` made of a policy."""
    return Policy(**content)


def decide(
    policy: Policy,
    updates: Sequence[Update],
    online: Collection[str],
    resumed_at: datetime | None,
    ends_at: datetime,
    now: datetime,
) -> Decision:
    """The next step; `updates` in the order of their positions.

    Canaries are judged when all of them are done: nobody else is begun before.
    """
    rest = [update for update in updates if not update.is_final]
    if not rest:
        return End(CampaignState.COMPLETED)
    if now >= ends_at:
        return End(CampaignState.EXPIRED)
    canaries = [update for update in rest if update.position < policy.canary]
    if not canaries and is_exceeded(policy, updates, resumed_at):
        return Pause()
    ready = [update for update in canaries or rest if _is_ready(update, online, now)]
    if ready:
        size = policy.canary if canaries else policy.parallel
        return Wave({update.station_id: _attempt(update) for update in ready[:size]})
    later = [u.not_before for u in canaries or rest if u.not_before and u.not_before > now]
    return Wait(min((*later, ends_at)))


def is_exceeded(policy: Policy, updates: Sequence[Update], resumed_at: datetime | None) -> bool:
    """Whether more failed than the operator allows; what was there when it was resumed is."""
    done = [
        update
        for update in updates
        if update.concluded_at and (resumed_at is None or update.concluded_at > resumed_at)
    ]
    failures = sum(update.state == UpdateState.FAILED for update in done)
    too_many = policy.max_failures is not None and failures > policy.max_failures
    percent = policy.max_failure_percent
    return too_many or (percent is not None and failures * 100 > percent * len(done))


def _is_ready(update: Update, online: Collection[str], now: datetime) -> bool:
    """Updating: a run of the machine died over it, and the next one waits for it again."""
    if update.state == UpdateState.UPDATING:
        return True
    return update.station_id in online and (update.not_before is None or update.not_before <= now)


def _attempt(update: Update) -> int:
    return update.attempt + (update.state == UpdateState.WAITING)
