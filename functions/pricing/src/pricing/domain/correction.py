"""What a person says was wrong of a CDR, and the facts as they are then."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from corridor_kernel.times import from_text, to_text
from pricing.domain.basis import Basis

Fault = tuple[str, str]

MEMBERS: Final = ("energy_wh", "started_at", "ended_at", "tariff_id", "waive")

_LONGEST: Final = timedelta(days=31)
_MOST_WH: Final = 10**9


@dataclass(frozen=True, slots=True)
class Correction:
    """Without `corrections` the same facts are rated again; `waive` issues nothing new."""

    reason: str
    by: str
    corrections: Mapping[str, Any]

    @property
    def is_waived(self) -> bool:
        return bool(self.corrections.get("waive"))

    @property
    def tariff_id(self) -> str | None:
        return self.corrections.get("tariff_id")


def faults(correction: Correction, basis: Basis) -> Iterator[Fault]:
    """`(location, message)` of everything that is wrong with it."""
    given = correction.corrections
    for name in given.keys() - set(MEMBERS):
        yield f"corrections.{name}", "is not known"
    times = {}
    for name in ("started_at", "ended_at"):
        try:
            times[name] = from_text(given.get(name, basis.facts[name]))
        except (TypeError, ValueError, OverflowError):
            yield f"corrections.{name}", "must be an RFC 3339 date-time"
    if len(times) == 2:
        yield from _length_faults(given, times["ended_at"] - times["started_at"])
    if "energy_wh" in given:
        yield from _energy_faults(given["energy_wh"], basis)


def corrected(facts: Mapping[str, Any], correction: Correction) -> dict[str, Any]:
    """The facts with what a person says instead: their energy is what is billed now."""
    given, changed = correction.corrections, dict(facts)
    times = {
        name: to_text(from_text(given[name]))
        for name in ("started_at", "ended_at")
        if name in given
    }
    if times and changed.get("signed"):
        changed["signed"] = {**changed["signed"], "time_synchronised": False}
    if "energy_wh" in given:
        energy = Decimal(given["energy_wh"])
        stop = Decimal(facts["meter_start_wh"]) + energy
        changed |= {
            "energy_wh": format(energy, "f"),
            "registered_wh": format(energy, "f"),
            "meter_stop_wh": format(stop, "f"),
        }
    return changed | times


def _length_faults(given: Mapping[str, Any], length: timedelta) -> Iterator[Fault]:
    if length < timedelta(0):
        yield "corrections.ended_at", "is before the start"
    elif length > _LONGEST and not given.keys().isdisjoint(("started_at", "ended_at")):
        yield "corrections.ended_at", f"is more than {_LONGEST.days} days after the start"


def _energy_faults(text: Any, basis: Basis) -> Iterator[Fault]:
    try:
        energy = Decimal(text)
    except (InvalidOperation, TypeError, ValueError):
        energy = Decimal("NaN")
    if not energy.is_finite() or not 0 <= energy <= _MOST_WH:
        yield "corrections.energy_wh", f"must be a number of Wh from 0 to {_MOST_WH}, as text"
    elif basis.metering.pair_required and energy > _signed_wh(basis.facts):
        yield "corrections.energy_wh", "is more than the meter has signed (R-EI-7)"


def _signed_wh(facts: Mapping[str, Any]) -> Decimal:
    signed = facts.get("signed") or {}
    if not signed.get("begin") or not signed.get("end"):
        return Decimal(0)
    return Decimal(signed["end"]["wh"]) - Decimal(signed["begin"]["wh"])
