"""How far a station is with showing its prices: what is wanted, what it holds, what is out.

One CALL of ours is out at a time. What the station holds is sure from its answer to its next boot:
then all of it is told again. A carrier that it refuses is left alone until then, or until the
prices change.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

from ocpp_gateway.domain.price_carriers import Carrier, Writes, clearing, get_variables
from ocpp_gateway.domain.price_verdicts import Verdict
from ocpp_gateway.domain.provisioning import Ask

OURS: Final = "price-"

_ID_DIGITS: Final = 30


class Standing(StrEnum):
    """What operators read of it; NoDisplay: the station has nothing that takes the prices."""

    WAITING = "Waiting"
    SHOWN = "Shown"
    NO_DISPLAY = "NoDisplay"


@dataclass(frozen=True, slots=True)
class Asking:
    """A CALL that is out: it writes or clears `slot`; without one it asks what the station has."""

    call_id: str
    action: str
    payload: Mapping[str, Any]
    slot: str | None = None
    carrier: str | None = None


@dataclass(frozen=True, slots=True)
class Display:
    """`wanted` is the data of the last PriceDisplayChanged; `turn` counts our CALLs.

    `held`: slot -> the payload that the station took, None if it may have lost it since `boot`.
    """

    wanted: Mapping[str, Any] | None = None
    standing: str = Standing.WAITING
    carrier: str | None = None
    boot: str = ""
    turn: int = 0
    is_looked_up: bool = False
    held: Mapping[str, Mapping[str, Any] | None] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    out: Asking | None = None

    def content(self) -> dict[str, Any]:
        """As JSON, to come back through `display_of`."""
        return asdict(self)

    @property
    def revision(self) -> int:
        return 0 if self.wanted is None else int(self.wanted["revision"])

    @property
    def prices(self) -> Sequence[Mapping[str, Any]]:
        return () if self.wanted is None else tuple(self.wanted["prices"])


def display_of(content: Mapping[str, Any] | None) -> Display:
    if content is None:
        return Display()
    out = content.get("out")
    return Display(**{**content, "out": Asking(**out) if out else None})


def wanting(display: Display, wanted: Mapping[str, Any]) -> Display:
    """With other prices; what was told before counts no more, in whatever order it comes."""
    if wanted["revision"] <= display.revision:
        return display
    return replace(display, wanted=wanted, refused={})


def booted(display: Display, boot: str) -> Display:
    """A station that booted may have lost what it held, and may take what it refused."""
    if display.boot == boot:
        return display
    held = dict.fromkeys(display.held)
    return replace(display, boot=boot, is_looked_up=False, held=held, refused={})


def ended(display: Display, call_id: str, verdict: Verdict, why: str) -> Display:
    """The CALL that is out has ended; one that is not out changes nothing."""
    out = display.out
    if out is None or out.call_id != call_id:
        return display
    display = replace(display, out=None)
    if out.slot is None:
        return replace(display, is_looked_up=verdict is not Verdict.LOST)
    if verdict is Verdict.LOST:
        return replace(display, held={**display.held, out.slot: None})
    held = {slot: payload for slot, payload in display.held.items() if slot != out.slot}
    if out.carrier is None:
        return replace(display, held=held)
    if verdict is Verdict.TAKEN:
        return replace(display, held={**held, out.slot: out.payload})
    return replace(display, held=held, refused={**display.refused, out.carrier: why})


def step(
    station_id: str, display: Display, carriers: Iterable[Carrier], unknown: list[str]
) -> Display:
    """With the next CALL out, if one is due. `unknown`: what the station is to be asked first."""
    if display.wanted is None or display.out is not None:
        return display
    if unknown and not display.is_looked_up:
        asked = replace(display, is_looked_up=True)
        return _asking(station_id, asked, get_variables(unknown))
    carrier = next((one for one in carriers if one.name not in display.refused), None)
    writes: Writes = carrier.writes if carrier else {}
    name = carrier.name if carrier else None
    display = replace(display, carrier=name, standing=Standing.WAITING)
    for slot, ask in writes.items():
        if display.held.get(slot) != ask.payload:
            return _asking(station_id, display, ask, slot, name)
    for slot in [slot for slot in display.held if slot not in writes]:
        return _asking(station_id, display, clearing(slot), slot)
    is_shown = carrier is not None or not display.prices
    return replace(display, standing=Standing.SHOWN if is_shown else Standing.NO_DISPLAY)


def _asking(
    station_id: str, display: Display, ask: Ask, slot: str | None = None, carrier: str | None = None
) -> Display:
    """The call's id is the same whenever this step is taken again."""
    named = f"{station_id}\n{display.revision}\n{display.turn}"
    call_id = OURS + sha256(named.encode()).hexdigest()[:_ID_DIGITS]
    out = Asking(call_id, ask.action, ask.payload, slot, carrier)
    return replace(display, turn=display.turn + 1, out=out)
