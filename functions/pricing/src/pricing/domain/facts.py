"""What is known of a finished session: the only input of rating besides the tariff."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from operator import itemgetter
from typing import Any

from corridor_kernel.ocpp.id_tokens import IdTokenType
from corridor_kernel.times import from_text

_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class IdToken:
    """Who charged: the OCPP idToken and its type."""

    id_token: str
    type: str


@dataclass(frozen=True, slots=True)
class Facts:
    """A session's times, energy (Wh), register readings (Wh) and charging states."""

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
    telemetry: tuple[tuple[datetime, Decimal], ...]
    states: tuple[tuple[datetime, str], ...]

    @property
    def is_ad_hoc(self) -> bool:
        """Whether nobody's token was used."""
        return self.id_token is None or self.id_token.type == IdTokenType.NO_AUTHORIZATION

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
    return Facts(
        session_id=given["session_id"],
        station_id=given["station_id"],
        evse_id=given["evse_id"],
        connector_id=given["connector_id"],
        id_token=IdToken(token["id_token"], token["type"]) if token else None,
        started_at=started_at,
        ended_at=max(started_at, from_text(given["ended_at"])),
        stopped_reason=given["stopped_reason"],
        meter_start_wh=_wh(given["meter_start_wh"]),
        energy_wh=_wh(given["energy_wh"]),
        telemetry=tuple((from_text(at), _wh(wh)) for at, wh in given["telemetry"]),
        states=tuple(sorted(states, key=itemgetter(0))),
    )


def _wh(text: str) -> Decimal:
    try:
        energy = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text!r} is no number") from None
    if not energy.is_finite() or energy < 0:
        raise ValueError(f"{text!r} is no energy")
    return energy
