"""The OCPI 2.2.1 Charge Detail Record on the wire: the only thing that is billed, immutable."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from corridor_kernel.ocpi.enums import AuthMethod, CdrDimensionType, TokenType
from corridor_kernel.ocpi.tariffs import Tariff
from corridor_kernel.ocpi.values import (
    CiString,
    CountryCode,
    Currency,
    Id36,
    Instant,
    NotNegative,
    Number,
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


class SignedValue(OcpiModel):
    """`signed_data` in base64, as the meter's own format has it (R-EI-11)."""

    nature: Annotated[CiString, Field(max_length=32)]
    plain_data: Annotated[str, Field(max_length=5000)]
    signed_data: Annotated[str, Field(max_length=5000)]


class SignedData(OcpiModel):
    """What a driver needs to check the energy, or where that is found."""

    encoding_method: Annotated[CiString, Field(max_length=36)]
    encoding_method_version: int | None = None
    public_key: Annotated[str, Field(max_length=512)] | None = None
    signed_values: Annotated[list[SignedValue], Field(min_length=1)]
    url: Annotated[str, Field(max_length=512)] | None = None


class TotalCost(OcpiModel):
    """As a Price; negative in a credit CDR and nowhere else."""

    excl_vat: Number
    incl_vat: Number | None = None

    @property
    def is_negative(self) -> bool:
        return self.excl_vat < 0 or (self.incl_vat or 0) < 0


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
    signed_data: SignedData | None = None
    total_cost: TotalCost
    total_fixed_cost: Price | None = None
    total_energy: NotNegative
    total_energy_cost: Price | None = None
    total_time: NotNegative
    total_time_cost: Price | None = None
    total_parking_time: NotNegative | None = None
    total_parking_cost: Price | None = None
    total_reservation_cost: Price | None = None
    remark: Text255 | None = None
    credit: bool | None = None
    credit_reference_id: Annotated[CiString, Field(max_length=39)] | None = None
    last_updated: Instant

    @model_validator(mode="after")
    def _credits(self) -> Self:
        if bool(self.credit) != (self.credit_reference_id is not None):
            raise ValueError("credit and credit_reference_id come together")
        if self.total_cost.is_negative and not self.credit:
            raise ValueError("only a credit CDR costs less than nothing")
        return self
