"""The OCPI 2.2.1 Tariff on the wire, held to the rules that it alone can break (P1 to P7)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator

from corridor_kernel.ocpi.enums import (
    DayOfWeek,
    ReservationRestrictionType,
    TariffDimensionType,
    TariffType,
)
from corridor_kernel.ocpi.values import (
    CountryCode,
    Currency,
    DisplayText,
    Id36,
    Instant,
    NotNegative,
    OcpiModel,
    PartyId,
    Price,
)


def _on_the_calendar(text: str) -> str:
    date.fromisoformat(text)
    return text


LocalTime = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
LocalDate = Annotated[
    str, Field(pattern=r"^[12][0-9]{3}-[01][0-9]-[0-3][0-9]$"), AfterValidator(_on_the_calendar)
]
# OCPI says no more of an int; 31 bits are what every peer reads.
_MOST = 2**31 - 1
Seconds = Annotated[int, Field(ge=0, le=_MOST)]


class PriceComponent(OcpiModel):
    """Excluding VAT, per kWh, hour or session; `vat` in percent, left out: no VAT applies (P2)."""

    type: TariffDimensionType
    price: NotNegative
    vat: NotNegative | None = None
    step_size: Annotated[int, Field(ge=1, le=_MOST)]


class TariffRestrictions(OcpiModel):
    """When an element is active; all of them must match (P3)."""

    start_time: LocalTime | None = None
    end_time: LocalTime | None = None
    start_date: LocalDate | None = None
    end_date: LocalDate | None = None
    min_kwh: NotNegative | None = None
    max_kwh: NotNegative | None = None
    min_current: NotNegative | None = None
    max_current: NotNegative | None = None
    min_power: NotNegative | None = None
    max_power: NotNegative | None = None
    min_duration: Seconds | None = None
    max_duration: Seconds | None = None
    day_of_week: Annotated[list[DayOfWeek], Field(min_length=1)] | None = None
    reservation: ReservationRestrictionType | None = None

    @model_validator(mode="after")
    def _can_match(self) -> "TariffRestrictions":
        faults = list(self._contradictions())
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _contradictions(self) -> Iterator[str]:
        if self.start_time is not None and self.start_time == self.end_time != "00:00":
            yield "start_time and end_time are the same, which OCPI leaves undefined"
        for low, high in _RANGES:
            least, most = getattr(self, low), getattr(self, high)
            if least is not None and most is not None and least >= most:
                yield f"{low} must be below {high}"


_RANGES = (
    ("start_date", "end_date"),
    ("min_kwh", "max_kwh"),
    ("min_current", "max_current"),
    ("min_power", "max_power"),
    ("min_duration", "max_duration"),
)


class TariffElement(OcpiModel):
    price_components: Annotated[list[PriceComponent], Field(min_length=1)]
    restrictions: TariffRestrictions | None = None

    @model_validator(mode="after")
    def _is_consistent(self) -> "TariffElement":
        types = [component.type for component in self.price_components]
        if len(set(types)) < len(types):
            raise ValueError("an element has at most one price component of a type")
        reserved = self.restrictions is not None and self.restrictions.reservation is not None
        if reserved and not set(types) <= {TariffDimensionType.FLAT, TariffDimensionType.TIME}:
            raise ValueError("a reservation has only FLAT and TIME components")
        return self


def _gross(limit: Price) -> Decimal:
    return limit.excl_vat if limit.incl_vat is None else limit.incl_vat


def _is_above(least: Price, most: Price) -> bool:
    both = least.incl_vat is not None and most.incl_vat is not None
    return least.excl_vat > most.excl_vat or (both and _gross(least) > _gross(most))


class TariffTerms(OcpiModel):
    """When a tariff counts, and between which totals; they may contradict each other."""

    min_price: Price | None = None
    max_price: Price | None = None
    start_date_time: Instant | None = None
    end_date_time: Instant | None = None

    @model_validator(mode="after")
    def _is_consistent(self) -> "TariffTerms":
        faults = list(self._contradictions())
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _contradictions(self) -> Iterator[str]:
        start, end = self.start_date_time, self.end_date_time
        if start is not None and end is not None and start >= end:
            yield "start_date_time must be before end_date_time"
        least, most = self.min_price, self.max_price
        for name, limit in (("min_price", least), ("max_price", most)):
            if limit is not None and _gross(limit) < limit.excl_vat:
                yield f"{name} is less with VAT than without"
        if least is not None and most is not None and _is_above(least, most):
            yield "min_price must not be above max_price"


class Tariff(TariffTerms):
    """What charging costs: the elements in the order in which they are tried (P1)."""

    country_code: CountryCode
    party_id: PartyId
    id: Id36
    currency: Currency
    type: TariffType | None = None
    tariff_alt_text: list[DisplayText] | None = None
    tariff_alt_url: Annotated[str, Field(max_length=255)] | None = None
    elements: Annotated[list[TariffElement], Field(min_length=1)]
    energy_mix: dict[str, Any] | None = None
    last_updated: Instant
