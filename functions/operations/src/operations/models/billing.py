"""Tariffs and charge detail records."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from operations.models.base import Answer, Body, DecimalText, Page, Paging

OcpiTariff = Annotated[dict[str, Any], Field(description="An OCPI 2.2.1 Tariff object.")]


class NewTariff(Body):
    """A tariff and the sites where it is in force."""

    tariff: OcpiTariff
    sites: Annotated[
        list[str], Field(min_length=1, description='Site ids, or ["*"] for all.', examples=[["*"]])
    ]


class Tariff(Answer):
    """One version of a tariff: what is in effect at its sites from `effective_from` on."""

    tariff_id: str
    version: int
    effective_from: datetime
    created_at: datetime
    sites: list[str]
    tariff: OcpiTariff


class TariffPage(Page):
    items: list[Tariff]


class TariffDetails(Tariff):
    """The version created last, and all of them."""

    versions: list[Tariff]


class CdrQuery(Paging):
    """Which CDRs, the latest start first."""

    session_id: str | None = None
    station_id: str | None = None
    started_from: datetime | None = None
    started_to: datetime | None = None


class VatLine(Answer):
    """What is paid at one rate of VAT, in percent; null where no VAT applies."""

    rate: DecimalText | None
    excl_vat: DecimalText
    incl_vat: DecimalText


class Cdr(Answer):
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


class CdrPage(Page):
    items: list[Cdr]


class CdrDetails(Cdr):
    cdr: Annotated[dict[str, Any], Field(description="The OCPI 2.2.1 CDR object.")]
