"""What we know of a station's local authorization list, and what each answer tells (R-AUTH-8).

A list is followed by its version. Each message we send has a version of its own, higher than any
that we sent or that the station told; what went out and was never answered may have arrived, and
only the station's own version can tell. Tokens change in one order (`position`), and the station
holds all changes up to `cursor`.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

# What is to be done next: ask for its version, replace the list, send changes, nothing any more.
UNKNOWN: Final = "Unknown"
STALE: Final = "Stale"
FOLLOWED: Final = "Followed"
REFUSED: Final = "Refused"
# It knows no lists at all.
NOT_SUPPORTED: Final = "NotSupported"

MAX_REFUSALS: Final = 3


@dataclass(frozen=True, slots=True)
class Sending:
    """A message of ours that is out, and where the list stands once it is accepted.

    `version` None: it asks for the station's version. `rebuilds`: when the Full
    began that more of comes after it.
    """

    call_id: str
    at: str
    version: int | None = None
    cursor: str = ""
    entries: int = 0
    left_out: int = 0
    rebuilds: str = ""
    checked_at: str = ""


@dataclass(frozen=True, slots=True)
class LocalList:
    """`version`: the highest ever; `held`: what the station holds, while we are sure of it.

    `rebuilds` is when the Full began that is not all there yet. `entries` is what it holds at
    most; `left_out` tokens found no room in it. `lost` was sent and never answered.
    """

    basis: str = UNKNOWN
    version: int = 0
    held: int | None = None
    cursor: str = ""
    checked_at: str = ""
    entries: int = 0
    left_out: int = 0
    rebuilds: str = ""
    refusals: int = 0
    out: Sending | None = None
    lost: Sending | None = None

    def content(self) -> dict[str, Any]:
        """As JSON, to come back through `local_list_of`."""
        return asdict(self)


def local_list_of(content: Mapping[str, Any] | None) -> LocalList:
    if content is None:
        return LocalList()
    out, lost = content.get("out"), content.get("lost")
    return LocalList(
        **{
            **content,
            "out": Sending(**out) if out else None,
            "lost": Sending(**lost) if lost else None,
        }
    )


def doubted(state: LocalList) -> LocalList:
    """The station may hold another list than we think: it is asked for its version."""
    return replace(state, basis=UNKNOWN, refusals=0)


def sent(state: LocalList, sending: Sending) -> LocalList:
    return replace(state, out=sending, version=max(state.version, sending.version or 0))


def lost(state: LocalList) -> LocalList:
    """What is out was not answered: a list may have arrived, a question is asked again."""
    was_list = state.out is not None and state.out.version is not None
    return replace(
        state,
        basis=UNKNOWN,
        lost=state.out if was_list else state.lost,
        out=None,
    )


def not_supported(state: LocalList) -> LocalList:
    """The station has no such list: it is left alone until it boots or is provisioned again."""
    return replace(state, basis=NOT_SUPPORTED, held=None, out=None, lost=None)


def failed(state: LocalList) -> LocalList:
    """What is out was answered with an error: tried again, but not for ever."""
    was_list = state.out is not None and state.out.version is not None
    return _refused(replace(state, out=None), STALE if was_list else UNKNOWN)


def version_told(state: LocalList, told: int) -> LocalList:
    """The station says which version it holds; below 0 (1.6) that it keeps no list at all."""
    if told < 0:
        return not_supported(state)
    state = replace(state, out=_unless_question(state.out), version=max(state.version, told))
    if state.lost is not None and told == state.lost.version:
        return _holding(state, state.lost)
    if state.held is not None and told == state.held:
        return replace(state, basis=FOLLOWED, lost=None)
    return replace(state, basis=STALE, held=None, lost=None)


def list_answered(state: LocalList, call_id: str, status: str) -> LocalList:
    """The answer to a list that is out; an answer that came before changes nothing.

    `status` as 2.0.1 has it, or NotSupported.
    """
    if state.out is None or state.out.call_id != call_id:
        return state
    if status == "Accepted":
        return _holding(replace(state, out=None), state.out)
    if status == NOT_SUPPORTED:
        return not_supported(state)
    return _refused(replace(state, out=None), UNKNOWN if status == "VersionMismatch" else STALE)


def replaced_by_others(state: LocalList, version: int) -> LocalList:
    """Somebody sent a list past us: ours has to come back."""
    return replace(state, basis=STALE, held=None, version=max(state.version, version))


def _holding(state: LocalList, sending: Sending) -> LocalList:
    return replace(
        state,
        basis=FOLLOWED,
        held=sending.version,
        cursor=sending.cursor,
        checked_at=sending.checked_at,
        entries=sending.entries,
        left_out=sending.left_out,
        rebuilds=sending.rebuilds,
        refusals=0,
        lost=None,
    )


def _refused(state: LocalList, basis: str) -> LocalList:
    refusals = state.refusals + 1
    return replace(
        state,
        basis=REFUSED if refusals >= MAX_REFUSALS else basis,
        refusals=refusals,
        held=None,
        lost=None,
    )


def _unless_question(out: Sending | None) -> Sending | None:
    return None if out is None or out.version is None else out
