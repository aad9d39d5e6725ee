"""Parking is when the vehicle does not ask for power, whatever the station offers (P11)."""

from bisect import bisect_right
from fractions import Fraction

from pricing.domain.facts import Facts

_NOT_ASKING = frozenset({"SuspendedEV", "EVConnected", "Idle"})


def is_parking(facts: Facts, ms: Fraction) -> bool:
    """Whether the session parks at that moment; until a state is reported it charges."""
    known = bisect_right(facts.states, ms, key=lambda state: Fraction(facts.offset_ms(state[0])))
    return known > 0 and facts.states[known - 1][1] in _NOT_ASKING
