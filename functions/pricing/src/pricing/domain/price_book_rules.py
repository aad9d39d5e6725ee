"""What a price book must be to become a tariff: every fault is told at once."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from pydantic import Field, ValidationError

from corridor_kernel.ocpi.values import NotNegative, OcpiModel
from pricing.domain.vat import NoVatRate, next_change, vat_rate

Fault = tuple[str, str]


class PriceBook(OcpiModel):
    """Prices with VAT, in the tariff's currency; see `pricing.domain.price_book`."""

    price_per_kwh: NotNegative
    per_minute: NotNegative | None = None
    per_session: NotNegative | None = None
    occupancy_per_minute: NotNegative | None = None
    free_minutes: Annotated[int, Field(ge=1, strict=True)] | None = None


def book_of(given: Any) -> dict[str, Any]:
    """The book to store: what was given, without nulls, numbers as Decimal."""
    return PriceBook.model_validate(given).model_dump(exclude_none=True)


def faults(given: Any, country: str, day: date, last_day: date | None) -> Iterator[Fault]:
    """`(location, message)` of everything that is wrong, also if the country's VAT is unknown.

    A book has the VAT of its first day; `last_day` is None if it does not end.
    """
    try:
        book = PriceBook.model_validate(given)
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False, include_context=False):
            yield ".".join(str(step) for step in ("price_book", *fault["loc"])), fault["msg"]
    else:
        if book.free_minutes and book.per_minute is None and book.occupancy_per_minute is None:
            yield "price_book.free_minutes", "no price per minute begins after them"
    try:
        vat_rate(country, day)
    except NoVatRate as error:
        yield "price_book", str(error)
    change = next_change(country, day)
    if change is not None and (last_day is None or last_day >= change):
        yield "end_date_time", f"VAT in {country} changes on {change}: another book begins then"
