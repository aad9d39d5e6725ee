"""One station within an update campaign: what it is at, and what each piece of news makes of it.

Every change is safe to repeat. News of an attempt that is over is noted and changes nothing, except
that the firmware is there: that counts whichever attempt brought it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID, uuid5

from corridor_kernel.ocpp.calls import Outcome
from corridor_kernel.ocpp.firmware import UpdateState
from corridor_kernel.times import from_text, to_text
from ocpp_gateway.domain.progress import FIRMWARE_UPDATE

INSTALLED_STATUS: Final = "Installed"

_CALLS: Final = UUID("0f0d6f2e-3c57-4c59-9d3f-6a3d5f3f9a61")
_FAILURES: Final = FIRMWARE_UPDATE.ends - {INSTALLED_STATUS}
# What another attempt would be told again.
_FOR_GOOD: Final = frozenset({"InvalidCertificate", "RevokedCertificate", "InvalidSignature"})
FINAL: Final = (UpdateState.INSTALLED, UpdateState.FAILED)


@dataclass(frozen=True, slots=True)
class Retries:
    """How often a station is asked again, and how long after a failure."""

    retries: int
    interval: timedelta


@dataclass(frozen=True, slots=True)
class Note:
    """Something that happened in an attempt."""

    attempt: int
    at: str
    what: str


@dataclass(frozen=True, slots=True)
class Update:
    """`attempt` counts what was sent, `failures` what came to nothing."""

    station_id: str
    position: int
    state: UpdateState = UpdateState.WAITING
    attempt: int = 0
    failures: int = 0
    not_before: datetime | None = None
    concluded_at: datetime | None = None
    history: tuple[Note, ...] = ()

    @property
    def is_final(self) -> bool:
        return self.state in FINAL


def request_id_of(campaign_id: str, station_id: str, attempt: int) -> int:
    """The requestId of an attempt: 31 bits, the same however often the attempt is begun."""
    name = f"{campaign_id}\n{station_id}\n{attempt}".encode()
    return int.from_bytes(sha256(name).digest()[:4], "big") >> 1


def call_id_of(campaign_id: str, station_id: str, attempt: int) -> str:
    """The message id of an attempt's UpdateFirmware."""
    return str(uuid5(_CALLS, f"{campaign_id}\n{station_id}\n{attempt}"))


def is_under_way(update: Update, attempt: int) -> bool:
    """Whether this attempt was begun and is not over."""
    return update.state == UpdateState.UPDATING and attempt == update.attempt


def begun(update: Update, attempt: int, now: datetime) -> Update:
    """Its turn has come; an attempt that was begun before, or is over, is not begun again."""
    if update.is_final or attempt <= update.attempt:
        return update
    begun = replace(update, state=UpdateState.UPDATING, attempt=attempt, not_before=None)
    return _noted(begun, attempt, "Asked", now)


def told(update: Update, attempt: int, status: str, retries: Retries, now: datetime) -> Update:
    """A FirmwareStatusNotification for the requestId of `attempt`."""
    if status == INSTALLED_STATUS:
        return installed(update, status, now, attempt)
    if status in _FAILURES:
        update = failed(update, attempt, status, retries, now)
    return _noted(update, attempt, status, now)


def answered(
    update: Update, attempt: int, outcome: str, answer: str, retries: Retries, now: datetime
) -> Update:
    """UpdateFirmware ended: `answer` is the status of a Result, the reason of all else.

    A lost answer is no failure: the station may have heard us, and will tell by its statuses.
    """
    if outcome == Outcome.OFFLINE:
        given_back = replace(update, state=UpdateState.WAITING)
        update = given_back if is_under_way(update, attempt) else update
        return _noted(update, attempt, "Offline", now)
    if outcome in (Outcome.TIMEOUT, Outcome.DISCONNECTED):
        return _noted(update, attempt, f"{outcome}: no answer", now)
    if outcome == Outcome.RESULT and answer in ("Accepted", "AcceptedCanceled"):
        return _noted(update, attempt, answer, now)
    reason = answer if outcome == Outcome.RESULT else f"{outcome}: {answer}"
    if outcome == Outcome.INVALID:
        retries = Retries(0, retries.interval)
    update = failed(update, attempt, reason, retries, now)
    return _noted(update, attempt, reason, now)


def failed(update: Update, attempt: int, reason: str, retries: Retries, now: datetime) -> Update:
    """The attempt came to nothing: another one later, if there is one left."""
    if not is_under_way(update, attempt):
        return update
    failures = update.failures + 1
    changed = replace(_noted(update, attempt, reason, now), failures=failures)
    if failures > retries.retries or reason in _FOR_GOOD:
        return replace(changed, state=UpdateState.FAILED, concluded_at=now)
    return replace(changed, state=UpdateState.WAITING, not_before=now + retries.interval)


def installed(update: Update, how: str, now: datetime, attempt: int | None = None) -> Update:
    """The firmware is there, whatever was thought before."""
    if update.state != UpdateState.INSTALLED:
        update = replace(update, state=UpdateState.INSTALLED, concluded_at=now, not_before=None)
    return _noted(update, update.attempt if attempt is None else attempt, how, now)


def to_content(update: Update) -> dict[str, Any]:
    """As it is stored and shown."""
    return {
        "station_id": update.station_id,
        "position": update.position,
        "state": update.state,
        "attempt": update.attempt,
        "failures": update.failures,
        "not_before": update.not_before and to_text(update.not_before),
        "concluded_at": update.concluded_at and to_text(update.concluded_at),
        "history": [{"attempt": n.attempt, "at": n.at, "what": n.what} for n in update.history],
    }


def from_content(content: Mapping[str, Any]) -> Update:
    """What `to_content` made."""
    instants = {
        name: from_text(content[name]) if content[name] else None
        for name in ("not_before", "concluded_at")
    }
    return Update(
        station_id=content["station_id"],
        position=content["position"],
        state=UpdateState(content["state"]),
        attempt=content["attempt"],
        failures=content["failures"],
        history=tuple(Note(**note) for note in content["history"]),
        **instants,
    )


def _noted(update: Update, attempt: int, what: str, now: datetime) -> Update:
    """With one more line, unless this attempt has it."""
    if any(n.attempt == attempt and n.what == what for n in update.history):
        return update
    return replace(update, history=(*update.history, Note(attempt, to_text(now), what)))
