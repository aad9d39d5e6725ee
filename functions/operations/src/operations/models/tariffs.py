"""Tariffs, where they are in force, and what they cost in words."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from operations.models.base import Answer, Body, Id36, Page, StationId

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
