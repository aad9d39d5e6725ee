"""The explanation of a CDR: what was rated, how, and whether it still makes the same bill."""

from collections.abc import Mapping
from typing import Any, Final

from corridor_kernel.times import to_text
from pricing.domain.basis import Basis
from pricing.domain.cdr import paid
from pricing.domain.explanation import explain
from pricing.domain.outcome import Note, Outcome, outcome_of

_NOTES: Final = {
    Note.SIGNED_TIMES: "The times that the meter signed are billed, not the station's.",
    Note.CLOCK_NOT_CERTIFIED: (
        "The meter's clock is not certified: no time is billed, and energy at the price of the"
        " start of the session (R-EI-8)."
    ),
    Note.NOTHING_MEASURED: "No energy flowed and the meter signed nothing: nothing is owed.",
}


def explanation(summary: Mapping[str, Any], basis: Basis) -> dict[str, Any]:
    """`summary` is the CDR's; `agrees` says whether what it bills comes out again."""
    outcome = outcome_of(basis)
    again = paid(outcome.rating.bill)
    agrees = all(summary[name] == value for name, value in again.items())
    return {
        "cdr_id": summary["cdr_id"],
        "session_id": summary["session_id"],
        "tariff_id": summary["tariff_id"],
        "agrees": agrees,
        "billed_excl_vat": summary["total_excl_vat"],
        "billed_incl_vat": summary["total_incl_vat"],
        "notes": [_NOTES[note] for note in outcome.notes],
        "measured": _measured(outcome),
        **explain(outcome.facts, basis.tariff, outcome.rating, basis.site.zone),
    }


def _measured(outcome: Outcome) -> dict[str, Any]:
    facts = outcome.facts
    return {
        "started_at": to_text(facts.started_at),
        "ended_at": to_text(facts.ended_at),
        "energy_wh": format(facts.energy_wh, "f"),
        "meter_start_wh": format(facts.meter_start_wh, "f"),
        "signed_values": facts.signed.state,
    }
