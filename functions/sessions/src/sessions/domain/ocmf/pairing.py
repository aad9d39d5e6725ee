"""Which two readings of a session are its bill: the begin and the end of one import register."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sessions.domain.ocmf.reading import BEGIN, ENDS, Reading
from sessions.domain.ocmf.verdict import Finding

_QUANTITY: Final = re.compile(r"(?:[0-9A-F]+-[0-9A-F]+:)?([0-9A-F]+)\.", re.IGNORECASE)
_EXPORTS: Final = frozenset({"2", "C0", "C1", "C2", "C3"})
_BEST_FIRST: Final = ("B1", "B3", "1", "B0", "B2")
"""What reached the vehicle, then what the meter took from the grid (OBIS of OCMF 1.4)."""


@dataclass(frozen=True, slots=True)
class Pair:
    """`begin` and `end` of the register that is billed, None where the session has none."""

    begin: Reading | None
    end: Reading | None
    findings: frozenset[Finding]


def pair(readings: Iterable[Reading]) -> Pair:
    """Exactly one begin and one end of a register make it whole (R-EI-3); export is not billed."""
    registers = _registers(readings)
    if not registers:
        return Pair(None, None, frozenset({Finding.ENERGY_REGISTER_MISSING}))
    found = frozenset(finding for marked in registers for finding in _too_many(marked))
    whole = [marked for marked in registers if _first_begin(marked) and _first_end(marked)]
    chosen = (whole or registers)[0]
    if len(whole) > 1 and _rank(chosen[0]) == len(_BEST_FIRST):
        found |= {Finding.REGISTER_UNCLEAR}
    begin, end = _first_begin(chosen), _first_end(chosen)
    return Pair(begin, end, found | _missing(begin, end))


def _registers(readings: Iterable[Reading]) -> list[list[Reading]]:
    """The begins and ends of each import register, the best register first, none twice."""
    registers: dict[str, list[Reading]] = {}
    for reading in readings:
        is_marked = reading.transaction == BEGIN or reading.transaction in ENDS
        if is_marked and reading.is_energy and _quantity(reading) not in _EXPORTS:
            register = registers.setdefault(reading.obis.upper(), [])
            if not any(_is_same(reading, known) for known in register):
                register.append(reading)
    return sorted(registers.values(), key=lambda marked: _rank(marked[0]))


def _is_same(reading: Reading, known: Reading) -> bool:
    """An end record often repeats the begin."""
    return (reading.transaction, reading.at, reading.value) == (
        known.transaction,
        known.at,
        known.value,
    )


def _quantity(reading: Reading) -> str:
    found = _QUANTITY.match(reading.obis)
    return found[1].upper().lstrip("0") if found else ""


def _rank(reading: Reading) -> int:
    quantity = _quantity(reading)
    return _BEST_FIRST.index(quantity) if quantity in _BEST_FIRST else len(_BEST_FIRST)


def _too_many(marked: Sequence[Reading]) -> Iterator[Finding]:
    begins = sum(reading.transaction == BEGIN for reading in marked)
    if begins > 1:
        yield Finding.TWO_BEGINS
    if len(marked) - begins > 1:
        yield Finding.TWO_ENDS


def _first_begin(marked: Sequence[Reading]) -> Reading | None:
    return next((reading for reading in marked if reading.transaction == BEGIN), None)


def _first_end(marked: Sequence[Reading]) -> Reading | None:
    return next((reading for reading in marked if reading.transaction in ENDS), None)


def _missing(begin: Reading | None, end: Reading | None) -> set[Finding]:
    missing = {Finding.BEGIN_MISSING: begin is None, Finding.END_MISSING: end is None}
    return {finding for finding, applies in missing.items() if applies}
