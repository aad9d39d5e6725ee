"""The pages of a session's records: of one meter, rising from begin to end (R-EI-4)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sessions.domain.ocmf.record import Record
from sessions.domain.ocmf.verdict import Finding
from sessions.domain.registers import covers, joined

TRANSACTION: Final = "T"


def findings(records: Sequence[Record]) -> Iterator[Finding]:
    """A page that is missing between begin and end may be with us later: it is told, no more."""
    if _differ(record.meter_serial for record in records) or _differ(
        record.gateway_serial for record in records
    ):
        yield Finding.SOURCE_DIFFERS
    pages = {record.page for record in records if record.page}
    if any(record.page is None for record in records):
        yield Finding.PAGE_MISSING
    if any(context != TRANSACTION for context, _ in pages):
        yield Finding.PAGE_CONTEXT_WRONG
    begins = [record.page[1] for record in records if record.page and record.begins]
    ends = [record.page[1] for record in records if record.page and record.ends]
    if begins and ends:
        first, last = min(begins), max(ends)
        if last < first:
            yield Finding.PAGE_FALLS
        if not covers(joined((), tuple((number, number) for _, number in pages)), first, last):
            yield Finding.PAGE_GAP


def _differ(serials: Iterable[str]) -> bool:
    return len({serial for serial in serials if serial}) > 1
