"""Tariffs and charge detail records."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from operations.models.base import Answer, Body, DecimalText, Page, Paging


class NewTariff(Body):
    """A tariff and the sites where it is in force."""

    tariff: Annotated[dict[str, Any], Field(description="An OCPI 2.2.1 Tariff object.")]
    sites: Annotated[
        list[str], Field(min_length=1, description='Site ids, or ["*"] for all.', examples=[["*"]])
    ]


class Tariff(Answer):
    tariff_id: str
    tariff: dict[str, Any]
    sites: list[str]


class TariffPage(Page):
    items: list[Tariff]


class CdrQuery(Paging):
    """Which CDRs."""

    session_id: str | None = None
    station_id: str | None = None
    started_from: datetime | None = None
    started_to: datetime | None = None


class Cdr(Answer):
    cdr_id: str
    session_id: str
    station_id: str
    total_excl_vat: DecimalText
    total_incl_vat: DecimalText
    currency: str


class CdrPage(Page):
    items: list[Cdr]
