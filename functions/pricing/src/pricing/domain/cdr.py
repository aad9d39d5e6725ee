"""A Charge Detail Record: what was billed, for whom, where, and why; immutable once issued."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid5

from corridor_kernel.events import Event
from corridor_kernel.times import to_text
from pricing.domain.bill import Bill, VatLine
from pricing.domain.exact import cut
from pricing.domain.facts import Facts
from pricing.domain.rating import Rating
from pricing.domain.site import Site

DIGITS = 4  # of every volume and cost in a CDR (T10, P8)

_CDRS = UUID("8d0c4a52-6c0e-4a0c-8f64-3f4f8b3f4a6e")


@dataclass(frozen=True, slots=True)
class Cdr:
    """`tariff` is the OCPI Tariff object as it was at the start of the session.

    `number` counts the CDRs of the session that were issued, credit CDRs not among them.
    """

    id: str
    facts: Facts
    site: Site
    tariff: Mapping[str, Any]
    rating: Rating
    issued_at: datetime
    number: int = 1

    @property
    def energy_kwh(self) -> Decimal:
        return cut(Fraction(self.facts.energy_wh) / 1000, DIGITS)


def cdr_id(session_id: str, number: int = 1) -> str:
    """36 characters: of a session's first CDR, or of the one after `number` - 1 corrections."""
    return str(uuid5(_CDRS, session_id if number == 1 else f"{session_id}/{number}"))


def summary(cdr: Cdr) -> dict[str, Any]:
    """What is paid, rounded once per VAT rate (P8); amounts as text in the minor unit."""
    return {
        "cdr_id": cdr.id,
        "session_id": cdr.facts.session_id,
        "station_id": cdr.facts.station_id,
        "tariff_id": cdr.tariff["id"],
        "started_at": to_text(cdr.facts.started_at),
        "ended_at": to_text(cdr.facts.ended_at),
        "energy_kwh": str(cdr.energy_kwh),
        **paid(cdr.rating.bill),
    }


def paid(bill: Bill) -> dict[str, Any]:
    """What a bill asks for, as a summary has it."""
    return {
        "currency": bill.currency,
        "total_excl_vat": str(bill.excl_vat),
        "total_incl_vat": str(bill.incl_vat),
        "vat": [_line(line) for line in bill.lines],
    }


def cdr_issued(cdr: Cdr) -> Event:
    bill = cdr.rating.bill
    return Event(
        source="corridor.pricing",
        name="CdrIssued",
        id=f"CdrIssued/{cdr.id}",
        time=cdr.issued_at,
        data={
            "cdr_id": cdr.id,
            "session_id": cdr.facts.session_id,
            "station_id": cdr.facts.station_id,
            "total_excl_vat": str(bill.excl_vat),
            "total_incl_vat": str(bill.incl_vat),
            "currency": bill.currency,
        },
    )


def _line(line: VatLine) -> dict[str, str | None]:
    return {
        "rate": None if line.rate is None else str(line.rate),
        "excl_vat": str(line.excl_vat),
        "incl_vat": str(line.incl_vat),
    }
