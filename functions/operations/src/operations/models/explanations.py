"""How a price comes about: periods, charges, limits, and the arithmetic of each."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from operations.models.base import Answer, DecimalText
from operations.models.cdrs import VatLine


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
