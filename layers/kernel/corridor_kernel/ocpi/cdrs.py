"""The OCPI 2.2.1 Charge Detail Record on the wire: the only thing that is billed, immutable."""

from typing import Annotated

from pydantic import Field

from corridor_kernel.ocpi.enums import AuthMethod, CdrDimensionType, TokenType
from corridor_kernel.ocpi.tariffs import Tariff
from corridor_kernel.ocpi.values import (
    CiString,
    CountryCode,
    Currency,
    Id36,
    Instant,
    NotNegative,
    OcpiModel,
    PartyId,
    Price,
)

Text255 = Annotated[str, Field(max_length=255)]
Degrees = Annotated[str, Field(pattern=r"^-?[0-9]{1,3}\.[0-9]{5,7}$")]


class CdrDimension(OcpiModel):
    """kWh, A, kW or hours, as the type has it."""

    type: CdrDimensionType
    volume: NotNegative


class ChargingPeriod(OcpiModel):
    """From its start to the next period's start, or to the end of the session."""

    start_date_time: Instant
    dimensions: Annotated[list[CdrDimension], Field(min_length=1)]
    tariff_id: Id36 | None = None


class CdrToken(OcpiModel):
    country_code: CountryCode
    party_id: PartyId
    uid: Id36
    type: TokenType
    contract_id: Id36


class GeoLocation(OcpiModel):
    latitude: Degrees
    longitude: Degrees


class CdrLocation(OcpiModel):
    id: Id36
    name: Text255 | None = None
    address: Annotated[str, Field(max_length=45)]
    city: Annotated[str, Field(max_length=45)]
    postal_code: Annotated[str, Field(max_length=10)] | None = None
    state: Annotated[str, Field(max_length=20)] | None = None
    country: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    coordinates: GeoLocation
    evse_uid: Id36
    evse_id: Annotated[CiString, Field(max_length=48)]
    connector_id: Id36
    connector_standard: str
    connector_format: Annotated[str, Field(pattern=r"^(SOCKET|CABLE)$")]
    connector_power_type: str


class Cdr(OcpiModel):
    """At most 36 characters of id; 39 leave room for the suffix of a credit CDR."""

    country_code: CountryCode
    party_id: PartyId
    id: Annotated[CiString, Field(max_length=39)]
    start_date_time: Instant
    end_date_time: Instant
    session_id: Id36 | None = None
    cdr_token: CdrToken
    auth_method: AuthMethod
    authorization_reference: Id36 | None = None
    cdr_location: CdrLocation
    meter_id: Text255 | None = None
    currency: Currency
    tariffs: list[Tariff] | None = None
    charging_periods: Annotated[list[ChargingPeriod], Field(min_length=1)]
    total_cost: Price
    total_fixed_cost: Price | None = None
    total_energy: NotNegative
    total_energy_cost: Price | None = None
    total_time: NotNegative
    total_time_cost: Price | None = None
    total_parking_time: NotNegative | None = None
    total_parking_cost: Price | None = None
    total_reservation_cost: Price | None = None
    remark: Text255 | None = None
    last_updated: Instant
