"""Tariffs and charge detail records."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from operations.models.base import Answer, Body, DecimalText, Id36, Instant, Page, Paging, StationId

OcpiTariff = Annotated[dict[str, Any], Field(description="An OCPI 2.2.1 Tariff object.")]


class NewTarget(Body):
    """Where a tariff counts, and for whom: for the tokens of a group or of a party, or for anybody.

    The most exact place comes first: connector, EVSE, station, site, everywhere. At one place a
    group comes before a party, and a party before anybody.
    """

    site: Annotated[Id36, Field(description="A site's id, or * for all.", examples=["*"])]
    station: StationId | None = None
    evse: Annotated[int, Field(ge=1)] | None = None
    connector: Annotated[int, Field(ge=1)] | None = None
    group: Id36 | None = None
    party: Annotated[str, Field(examples=["NL-TNM"])] | None = None


class NewTariff(Body):
    """A tariff and where it is in force."""

    tariff: OcpiTariff
    assigned_to: Annotated[list[NewTarget], Field(min_length=1)]


class Target(Answer):
    """Where a tariff counts, and for whom."""

    site: str
    station: str | None = None
    evse: int | None = None
    connector: int | None = None
    group: str | None = None
    party: str | None = None


class Tariff(Answer):
    """One version of a tariff: what is in effect at its targets from `effective_from` on."""

    tariff_id: str
    version: int
    effective_from: datetime
    created_at: datetime
    assigned_to: list[Target]
    tariff: OcpiTariff
    price_book: Annotated[
        dict[str, Any] | None, Field(description="What the tariff was derived from.")
    ] = None


class TariffPage(Page):
    items: list[Tariff]


class TariffDetails(Tariff):
    """The version created last, and the last hundred to take effect."""

    versions: list[Tariff]


class PriceText(Answer):
    """Every price with its conditions; `short` is for a station's display."""

    language: Annotated[str, Field(examples=["de"])]
    text: Annotated[str, Field(max_length=512)]
    short: str


class PriceTexts(Answer):
    """What a tariff costs, with VAT, in the order kWh, minute, session, other."""

    tariff_id: str
    version: int
    currency: str
    texts: list[PriceText]


class CdrQuery(Paging):
    """Which CDRs, the latest start first."""

    session_id: str | None = None
    station_id: str | None = None
    started_from: Instant | None = None
    started_to: Instant | None = None


class VatLine(Answer):
    """What is paid at one rate of VAT, in percent; null where no VAT applies."""

    rate: DecimalText | None
    excl_vat: DecimalText
    incl_vat: DecimalText


class Cdr(Answer):
    """What is billed; a credit CDR takes back the one that `credit_reference_id` names."""

    cdr_id: str
    session_id: str
    station_id: str
    tariff_id: str
    started_at: datetime
    ended_at: datetime
    energy_kwh: DecimalText
    currency: str
    total_excl_vat: DecimalText
    total_incl_vat: DecimalText
    vat: list[VatLine]
    credit_reference_id: str | None = None


class CdrPage(Page):
    items: list[Cdr]


class CdrDetails(Cdr):
    cdr: Annotated[dict[str, Any], Field(description="The OCPI 2.2.1 CDR object.")]


class Charge(Answer):
    """One price over one period; `element` is an index into the tariff's elements."""

    dimension: str
    element: int
    why: str
    measured: str
    volume: Annotated[str, Field(description="What is charged: with the steps added.")]
    step_size: int
    price_excl_vat: DecimalText
    price_incl_vat: DecimalText | None
    vat: DecimalText | None
    excl_vat: DecimalText
    incl_vat: DecimalText
    arithmetic: str


class NotCharged(Answer):
    """What was measured and has no price."""

    dimension: str
    volume: str
    why: str


class ExplainedPeriod(Answer):
    """A stretch of time in which nothing changed the price."""

    from_: Annotated[datetime, Field(alias="from")]
    to: datetime
    local_from: Annotated[str, Field(description="By the clock of the site.")]
    reserved: bool
    parking: bool
    energy_kwh: DecimalText
    seconds: DecimalText
    charges: list[Charge]
    not_charged: list[NotCharged]


class AppliedLimit(Answer):
    """What the tariff's min_price or max_price made of all charges together."""

    limit: str
    before_excl_vat: DecimalText
    before_incl_vat: DecimalText
    after_excl_vat: DecimalText
    after_incl_vat: DecimalText


class ExplainedVatLine(VatLine):
    """The charges of one VAT rate, exact, and rounded once to what is paid."""

    charges_excl_vat: DecimalText
    charges_incl_vat: DecimalText
    arithmetic: str


class Reasons(Answer):
    """How a price comes about."""

    currency: str
    time_zone: str
    periods: list[ExplainedPeriod]
    limit: AppliedLimit | None
    vat: list[ExplainedVatLine]
    total_excl_vat: DecimalText
    total_incl_vat: DecimalText


class Measured(Answer):
    """What was rated: the times are those that were billed."""

    started_at: datetime
    ended_at: datetime
    energy_wh: DecimalText
    meter_start_wh: DecimalText
    signed_values: str


class Explanation(Reasons):
    """What a CDR was made of, rated again: `agrees` if the same comes out."""

    cdr_id: str
    session_id: str
    tariff_id: str
    agrees: bool
    billed_excl_vat: DecimalText
    billed_incl_vat: DecimalText
    notes: list[str]
    measured: Measured


class Corrections(Body):
    """What is billed instead; `waive`: nothing is."""

    energy_wh: DecimalText | None = None
    started_at: Instant | None = None
    ended_at: Instant | None = None
    tariff_id: Annotated[str, Field(min_length=1, max_length=36)] | None = None
    waive: bool | None = None


class NewCorrection(Body):
    """Without `corrections` the same facts are rated again."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]
    by: Annotated[str, Field(min_length=1, max_length=100)]
    corrections: Corrections | None = None


class CorrectedCdr(Answer):
    """The credit CDR, and the CDR that counts now; null where nothing is owed any more."""

    credit: Cdr
    cdr: Cdr | None
