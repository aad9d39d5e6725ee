"""What is known of a finished session: the only input of rating besides the tariff."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from operator import itemgetter
from typing import Any

from corridor_kernel.ocpp.id_tokens import IdTokenType
from corridor_kernel.times import from_text
from pricing.domain.signed import UNSIGNED, Signed, signed_of

_MILLISECOND = timedelta(milliseconds=1)
_UNMEASURED = frozenset({"no_meter_values", "register_decreased", "lost"})


@dataclass(frozen=True, slots=True)
class IdToken:
    """Who charged: the OCPP idToken and its type."""

    id_token: str
    type: str


@dataclass(frozen=True, slots=True)
class ReservedTime:
    """From the making of a reservation to its use or, where nobody came, to its expiry (P4)."""

    from_instant: datetime
    to_instant: datetime
    used: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """A session's times, energy (Wh), register readings (Wh) and charging states.

    `currents` are the sum over the phases (A), each from its instant on until the next.
    With a reservation that expired there was no session: nothing but the reservation is rated.
    """

    session_id: str
    station_id: str
    evse_id: int | None
    connector_id: int | None
    id_token: IdToken | None
    started_at: datetime
    ended_at: datetime
    stopped_reason: str | None
    meter_start_wh: Decimal
    energy_wh: Decimal
    registered_wh: Decimal
    telemetry: tuple[tuple[datetime, Decimal], ...]
    states: tuple[tuple[datetime, str], ...]
    currents: tuple[tuple[datetime, Decimal], ...] = ()
    reservation: ReservedTime | None = None
    signed: Signed = UNSIGNED
    is_measured: bool = True
    """Whether the registers tell what flowed: without them 0 Wh means that nobody knows."""

    @property
    def is_ad_hoc(self) -> bool:
        """Whether nobody's token was used."""
        return self.id_token is None or self.id_token.type == IdTokenType.NO_AUTHORIZATION

    @property
    def has_expired(self) -> bool:
        """Whether this is a reservation that nobody used."""
        return self.reservation is not None and not self.reservation.used

    @property
    def duration_ms(self) -> int:
        return self.offset_ms(self.ended_at)

    def offset_ms(self, instant: datetime) -> int:
        """Milliseconds from the start of the session."""
        return (instant - self.started_at) // _MILLISECOND


def facts_of(given: Mapping[str, Any]) -> Facts:
    """The facts in their JSON form; ValueError or KeyError if that is broken.

    A session that ends before it starts, by a clock that was set back, lasts no time.
    """
    started_at = from_text(given["started_at"])
    token = given["id_token"]
    states = ((from_text(at), state) for at, state in given["states"])
    currents = ((from_text(at), _not_negative(text)) for at, text in given.get("currents", ()))
    return Facts(
        session_id=given["session_id"],
        station_id=given["station_id"],
        evse_id=given["evse_id"],
        connector_id=given["connector_id"],
        id_token=IdToken(token["id_token"], token["type"]) if token else None,
        started_at=started_at,
        ended_at=max(started_at, from_text(given["ended_at"])),
        stopped_reason=given["stopped_reason"],
        meter_start_wh=_not_negative(given["meter_start_wh"]),
        energy_wh=_not_negative(given["energy_wh"]),
        registered_wh=_not_negative(given.get("registered_wh", given["energy_wh"])),
        telemetry=tuple((from_text(at), _not_negative(wh)) for at, wh in given["telemetry"]),
        states=tuple(sorted(states, key=itemgetter(0))),
        currents=tuple(sorted(currents, key=itemgetter(0))),
        reservation=_reservation(given.get("reservation")),
        signed=signed_of(given.get("signed")),
        is_measured=_UNMEASURED.isdisjoint(given.get("flags", ())),
    )


def _reservation(given: Mapping[str, Any] | None) -> ReservedTime | None:
    if not given:
        return None
    start = from_text(given["from"])
    return ReservedTime(start, max(start, from_text(given["to"])), bool(given["used"]))


def _not_negative(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text!r} is no number") from None
    if not number.is_finite() or number < 0:
        raise ValueError(f"{text!r} is no energy or current")
    return number
