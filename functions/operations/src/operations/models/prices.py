"""Prices: books of them, their ends, their faults, and what a session would cost."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from operations.models.base import Answer, Body, Id36, Instant, StationId
from operations.models.explanations import Reasons
from operations.models.sessions import IdToken
from operations.models.tariffs import NewTarget

Price = Annotated[Decimal, Field(ge=0, decimal_places=4, examples=[0.69])]
EnergyWh = Annotated[int, Field(ge=0)]


class TariffEnd(Body):
    """When a tariff ends: now, unless said otherwise."""

    at: Instant | None = None


class Prices(Body):
    """With VAT: per minute while charging, occupancy while the vehicle asks for no power."""

    price_per_kwh: Price
    per_minute: Price | None = None
    per_session: Price | None = None
    occupancy_per_minute: Price | None = None
    free_minutes: (
        Annotated[int, Field(ge=1, description="Of the session, before prices per minute begin.")]
        | None
    ) = None


class NewPriceBook(Body):
    """Prices for ad-hoc drivers, with the VAT of `country`; an OCPI tariff is derived from them."""

    id: Id36
    country_code: Annotated[str, Field(min_length=2, max_length=2, examples=["DE"])]
    party_id: Annotated[str, Field(min_length=3, max_length=3, examples=["COR"])]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$", examples=["EUR"])]
    country: Annotated[
        str, Field(pattern="^[A-Z]{2}$", description="Whose VAT the prices have.", examples=["DE"])
    ]
    price_book: Prices
    assigned_to: Annotated[list[NewTarget], Field(min_length=1)]
    start_date_time: Instant | None = None
    end_date_time: Instant | None = None


class Finding(Answer):
    location: str
    message: str


class TariffReview(Answer):
    """What must not be, and what may be a mistake."""

    faults: list[Finding]
    warnings: list[Finding]


class Sample(Body):
    """Energy since the start."""

    at: Instant
    energy_wh: EnergyWh


class State(Body):
    """OCPP 2.0.1 ChargingStateEnumType, from an instant on."""

    at: Instant
    state: Literal["Charging", "EVConnected", "SuspendedEV", "SuspendedEVSE", "Idle"]


class Current(Body):
    """The sum over the phases, from an instant on."""

    at: Instant
    current_a: Annotated[int, Field(ge=0)]


class NewQuote(Body):
    """A session that nobody had; without a token it is an ad-hoc driver's.

    Without samples its energy comes evenly, without states it charges all the time.
    """

    station_id: StationId
    evse_id: Annotated[int, Field(ge=1)] | None = None
    connector_id: Annotated[int, Field(ge=1)] | None = None
    id_token: IdToken | None = None
    started_at: Instant
    ended_at: Instant
    energy_wh: EnergyWh
    samples: Annotated[list[Sample], Field(max_length=2000)] | None = None
    states: Annotated[list[State], Field(max_length=2000)] | None = None
    currents: Annotated[list[Current], Field(max_length=2000)] | None = None


class Quote(Reasons):
    """What it would cost, by which version of which tariff, and why."""

    tariff_id: str
    version: int
    ad_hoc: bool
