"""From all that a bill is made of to the bill, the same today as in ten years."""

from dataclasses import dataclass
from enum import StrEnum

from pricing.domain.basis import Basis
from pricing.domain.facts import Facts, facts_of
from pricing.domain.invoice_gate import at_the_start, check_pair, nought, owes_nothing, timed_by
from pricing.domain.periods import periods_of
from pricing.domain.price_book import priced
from pricing.domain.rating import Rating, rate
from pricing.domain.tariff import Tariff


class Note(StrEnum):
    """What the law changed of what the tariff and the station said."""

    SIGNED_TIMES = "signed_times"
    CLOCK_NOT_CERTIFIED = "clock_not_certified"
    NOTHING_MEASURED = "nothing_measured"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The facts and the tariff as they were billed, and what came of them."""

    facts: Facts
    tariff: Tariff
    rating: Rating
    notes: tuple[Note, ...]


def outcome_of(basis: Basis) -> Outcome:
    """Rate what happened; raises NoValidSignedValues, ValueError, KeyError."""
    told, policy = facts_of(basis.facts), basis.metering
    check_pair(told, policy)
    facts = timed_by(told, policy)
    notes = [Note.SIGNED_TIMES] if facts is not told else []
    tariff = priced(basis.tariff, basis.price_book)
    if owes_nothing(told, policy):
        notes.append(Note.NOTHING_MEASURED)
        tariff = nought(tariff)
    elif policy.certified_clock and not facts.signed.time_certified:
        notes.append(Note.CLOCK_NOT_CERTIFIED)
        tariff = at_the_start(tariff, periods_of(facts, tariff, basis.site.zone)[0].components)
    return Outcome(facts, tariff, rate(facts, tariff, basis.site.zone), tuple(notes))
