"""Whose a token was, and when: its group and its party over time."""

from collections.abc import Sequence
from datetime import datetime

from corridor_kernel.times import from_text, to_text
from pricing.domain.targets import ANYBODY, Driver

MOST_CHANGES = 50

Change = list[str | None]
"""`[since, group, party]`"""


def with_change(known: Sequence[Change], since: datetime, driver: Driver) -> list[Change]:
    """The changes in order of time, told in any order; of too many the oldest are forgotten."""
    told = {str(each[0]): each for each in known}
    told[to_text(since)] = [to_text(since), driver.group, driver.party]
    return [told[text] for text in sorted(told)][-MOST_CHANGES:]


def holder_at(changes: Sequence[Change], instant: datetime) -> Driver:
    """Whose it was at that instant; before the first change that we know of, as at the first."""
    if not changes:
        return ANYBODY
    past = [change for change in changes if from_text(str(change[0])) <= instant]
    _, group, party = past[-1] if past else changes[0]
    return Driver(group, party)
