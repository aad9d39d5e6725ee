"""When something holds during a session: instants are ms since its start."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

Ms = int | Fraction


@dataclass(frozen=True, slots=True)
class Timeline:
    """Off at first; it switches at each of these rising instants, on at the first."""

    switches: tuple[Ms, ...]

    def holds(self, ms: Ms) -> bool:
        """Whether it holds from that instant on, until the next switch."""
        return bisect_right(self.switches, ms) % 2 == 1


ALWAYS = Timeline((-1,))
NEVER = Timeline(())


def timeline(points: Iterable[tuple[Ms, bool]]) -> Timeline:
    """From what holds from each of some rising instants on; of two at one instant the last counts.

    Before the first nothing holds.
    """
    switches: list[Ms] = []
    for ms, holds in points:
        if holds == (len(switches) % 2 == 1):
            continue
        if switches and switches[-1] == ms:
            switches.pop()
        else:
            switches.append(ms)
    return Timeline(tuple(switches))
