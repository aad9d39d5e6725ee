"""Parking is when the vehicle does not ask for power, whatever the station offers (P11)."""

from pricing.domain.facts import Facts
from pricing.domain.timeline import Timeline, timeline

_NOT_ASKING = frozenset({"SuspendedEV", "EVConnected", "Idle"})


def parking(facts: Facts) -> Timeline:
    """When the session parks; until a state is reported it charges."""
    return timeline((facts.offset_ms(at), state in _NOT_ASKING) for at, state in facts.states)
