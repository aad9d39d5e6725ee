"""What the signed values of a whole session are worth (R-EI-3, R-EI-4, R-EI-5).

The rules are those by which the driver's own tool judges, and some that need our knowledge.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from sessions.domain.ocmf import identity
from sessions.domain.ocmf.identity import Expected
from sessions.domain.ocmf.page_order import findings as page_findings
from sessions.domain.ocmf.pairing import pair
from sessions.domain.ocmf.reading import EXCEPTION, Reading
from sessions.domain.ocmf.record import Record
from sessions.domain.ocmf.verdict import Finding, State, Verdict, verdict

FISCAL: Final = "F"

_GOOD: Final = "G"
_RELATIVE: Final = "R"
_SYNCHRONISED: Final = "S"


@dataclass(frozen=True, slots=True)
class Checked:
    """A record and what its signature is worth with the key of its time."""

    record: Record
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Register:
    """A signed register of the session: `at` is UTC or unknown, `wh` what the meter showed."""

    at: datetime | None
    wh: Decimal


@dataclass(frozen=True, slots=True)
class Assessment:
    """`begin` and `end` also where the state is bad; bill them only if `is_billable`.

    `time_certified`: the type examination of the meter that the key is of covers its clock.
    """

    state: State
    findings: tuple[Finding, ...]
    begin: Register | None
    end: Register | None
    time_synchronised: bool
    time_certified: bool = False

    @property
    def is_billable(self) -> bool:
        """Whether begin and end are a pair that stands in court (R-EI-7)."""
        return self.state in {State.VALID, State.VALID_WITH_FINDINGS}


def assess(
    checked: Iterable[Checked], expected: Expected, more: Iterable[Finding] = ()
) -> Assessment:
    """All records of a session, in any order, however often each.

    `more` is what was found of signed values that are no records: FORMAT_UNKNOWN.
    """
    parts = [part for part in distinct(checked) if not _is_fiscal(part.record)]
    told = list(more)
    if not parts:
        alone = verdict(told)
        state = alone.state if told else State.ABSENT
        return Assessment(state, alone.findings, None, None, False)
    records = [part.record for part in parts]
    pairing = pair(reading for record in records for reading in record.readings)
    begin, end = pairing.begin, pairing.end
    for part in parts:
        told += [*part.verdict.findings, *identity.findings(part.record, expected)]
        told += _of_between(part.record.readings, {begin, end})
    told += [*page_findings(records), *pairing.findings]
    told += _of_ends(begin, end) if begin and end else ()
    whole = verdict(told)
    is_timed = _is_timed(begin) and _is_timed(end)
    return Assessment(
        whole.state,
        whole.findings,
        _register(begin),
        _register(end),
        is_timed,
        expected.time_certified,
    )


def distinct(checked: Iterable[Checked]) -> list[Checked]:
    """Each payload once, with its best signature: what a driver and a partner are given."""
    best: dict[str, Checked] = {}
    for part in sorted(checked, key=lambda part: (part.record.text, part.verdict.state)):
        known = best.setdefault(part.record.payload_text, part)
        if _is_sound(part) and not _is_sound(known):
            best[part.record.payload_text] = part
    return list(best.values())


def _is_sound(part: Checked) -> bool:
    return part.verdict.state in {State.VALID, State.VALID_WITH_FINDINGS}


def _is_fiscal(record: Record) -> bool:
    """Of the meter's own counter, outside of transactions."""
    is_marked = record.begins or record.ends
    return record.page is not None and record.page[0] == FISCAL and not is_marked


def _of_between(readings: Iterable[Reading], edges: set[Reading | None]) -> Iterator[Finding]:
    for reading in readings:
        if reading.transaction == EXCEPTION:
            yield Finding.EXCEPTION_REPORTED
        elif reading not in edges and (reading.status != _GOOD or reading.error_flags):
            yield Finding.INTERMEDIATE_ERROR


def _of_ends(begin: Reading, end: Reading) -> Iterator[Finding]:
    """The two readings against each other; what they show stays unknown if it is no number."""
    if begin.wh is None or end.wh is None:
        yield Finding.VALUE_UNREADABLE
    elif end.wh < begin.wh:
        yield Finding.REGISTER_FALLS
    if begin.instant is None or end.instant is None:
        yield Finding.TIME_UNREADABLE
    elif end.instant < begin.instant:
        yield Finding.TIME_FALLS
    if not begin.time_status or (begin.time_status == _RELATIVE and end.time_status != _RELATIVE):
        yield Finding.TIME_STATUS_WRONG
    for edge in (begin, end):
        yield from _of_edge(edge)


def _of_edge(edge: Reading) -> Iterator[Finding]:
    if edge.status != _GOOD:
        yield Finding.METER_STATUS_BAD
    if "t" in edge.error_flags:
        yield Finding.TIME_FLAGGED
    if edge.error_flags.replace("t", ""):
        yield Finding.ENERGY_FLAGGED


def _is_timed(edge: Reading | None) -> bool:
    return edge is not None and edge.instant is not None and edge.time_status == _SYNCHRONISED


def _register(edge: Reading | None) -> Register | None:
    if edge is None or edge.wh is None:
        return None
    return Register(edge.instant, edge.wh)
