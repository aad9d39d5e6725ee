"""What a provisioning run remembers from turn to turn, and what it may do next (R-BOOT-5..7).

A run goes through its phases in order and skips none: what fails is written down, and the next
phase is tried all the same.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from typing import Any, Final

PHASES: Final = (
    "Report",
    "Variables",
    "ReadBack",
    "LocalList",
    "ChargingProfiles",
    "Restart",
    "Release",
)

_AWAY = ("StationOffline", "StationDisconnected")
# What may go better next time; a CALLERROR will come again.
_TRANSIENT = (*_AWAY, "CallTimeout", "States.Timeout")
NOT_SUPPORTED: Final = "NotSupported"
_REQUEST_ID_MASK = 0x7FFF_FFFF


@dataclass(frozen=True, slots=True)
class Ask:
    """A CALL that comes next."""

    action: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait before the next look."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of the CALL of the turn before: its response, or the error that failed it."""

    response: Mapping[str, Any] | None = None
    error: str = ""
    cause: str = ""

    @property
    def is_away(self) -> bool:
        return self.error in _AWAY

    @property
    def status(self) -> str:
        """The response's status, or why there is none; NotSupported of 1.6 has no other place."""
        response = self.response or {}
        if response.get("statusInfo", {}).get("reasonCode") == NOT_SUPPORTED:
            return NOT_SUPPORTED
        return str(response.get("status", self.cause or self.error))


@dataclass(frozen=True, slots=True)
class Progress:
    """`notes` belong to the phase and end with it; `turn` names the calls of the run."""

    fingerprint: str
    started_at: str
    phase: str = PHASES[0]
    turn: int = 0
    away: int = 0
    inventory: bool = False
    touched: tuple[str, ...] = ()
    transient: bool = False
    restarts: bool = False
    failures: tuple[Mapping[str, str], ...] = ()
    notes: Mapping[str, Any] = field(default_factory=dict)

    def noting(self, **notes: Any) -> "Progress":
        return replace(self, notes={**self.notes, **notes})

    def failing(self, what: str, why: str, transient: bool = False) -> "Progress":
        """With one more failure; a transient one has the run repeated at the next connect."""
        failure = {"phase": self.phase, "what": what, "why": why}
        return replace(
            self,
            failures=(*self.failures, failure),
            transient=self.transient or transient,
        )

    def restarting(self) -> "Progress":
        """The station boots anew: the next run sees what became of it."""
        return replace(self, restarts=True)

    def refused(self, what: str, reply: Reply) -> "Progress":
        """With the failure that a reply is."""
        return self.failing(what, reply.status, reply.error in _TRANSIENT)

    def advanced(self) -> "Progress | None":
        """At the beginning of the next phase; None if this was the last."""
        after = PHASES.index(self.phase) + 1
        if after == len(PHASES):
            return None
        return replace(self, phase=PHASES[after], notes={})

    def content(self) -> dict[str, Any]:
        """As JSON, to come back through `progress_of`."""
        return asdict(self)


Move = tuple[Progress, Ask | Pause | None]


def progress_of(content: Mapping[str, Any]) -> Progress:
    lists = {name: tuple(content[name]) for name in ("touched", "failures")}
    return Progress(**{**content, **lists})


def reply_of(content: Mapping[str, Any] | None) -> Reply | None:
    """`{response}` or `{error: {Error, Cause}}` as the state machine has it; None after a pause."""
    if content is None:
        return None
    error = content.get("error", {})
    return Reply(content.get("response"), error.get("Error", ""), error.get("Cause", ""))


def fingerprint(*said: str | None) -> str:
    """What a station was when it was provisioned: any change is a reason to do it anew."""
    return "/".join(part or "" for part in said)


def request_id(run_id: str, turn: int) -> int:
    """The requestId of that turn: the same whenever the turn is taken again."""
    digest = sha256(f"{run_id}/{turn}".encode()).digest()
    return int.from_bytes(digest[:4], "big") & _REQUEST_ID_MASK
