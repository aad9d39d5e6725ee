"""Charge detail records: what was billed, and what is billed instead."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from operations.models.base import Answer, Body, DecimalText, Instant, Page, Paging


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
