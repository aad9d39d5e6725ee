"""Which register readings are billed: where a transaction began and where it ended (R-TX-13).

The reading that the station names as begin or end counts; else one that its Started or Ended
event carries; else the first or the highest of all. A register only rises, so without a named
end a reading that comes late can raise the energy but never lower it.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from corridor_kernel.ocpp.meter_values import BEGIN, END, Sample
from corridor_kernel.times import to_text
from sessions.domain.registers import Place, earliest, latest
from sessions.domain.transaction_event import ENDED, STARTED, TransactionEvent

NAMED: Final = 0
CARRIED: Final = 1
ANY: Final = 2

BeginRank = tuple[int, Place, str, int]
BeginReading = tuple[BeginRank, str, Decimal]
"""Rank (the smallest counts), instant, register in Wh."""

EndRank = tuple[int, Decimal, Place, str, int]
EndReading = tuple[EndRank, str, Decimal]
"""Rank (the largest counts), instant, register in Wh."""


def begin_reading(event: TransactionEvent) -> BeginReading | None:
    """The best begin that an event has to offer."""
    best: BeginReading | None = None
    for index, sample, register in _readings(event):
        instant = to_text(sample.instant)
        rank = (_nearness(event, sample, STARTED, BEGIN), event.place, instant, index)
        best = earliest(best, (rank, instant, register))
    return best


def end_reading(event: TransactionEvent) -> EndReading | None:
    """The best end that an event has to offer."""
    best: EndReading | None = None
    for index, sample, register in _readings(event):
        instant = to_text(sample.instant)
        nearness = _nearness(event, sample, ENDED, END)
        height = register if nearness == ANY else Decimal(0)
        rank = (-nearness, height, event.place, instant, index)
        best = latest(best, (rank, instant, register))
    return best


def is_marked(reading: BeginReading | EndReading | None) -> bool:
    """Whether the station itself said that this is the begin or the end."""
    return reading is not None and abs(reading[0][0]) < ANY


def _nearness(event: TransactionEvent, sample: Sample, kind: str, context: str) -> int:
    if sample.context == context:
        return NAMED
    return CARRIED if event.kind == kind else ANY


def _readings(event: TransactionEvent) -> Iterator[tuple[int, Sample, Decimal]]:
    for index, sample in enumerate(event.samples):
        if sample.register_wh is not None:
            yield index, sample, sample.register_wh
