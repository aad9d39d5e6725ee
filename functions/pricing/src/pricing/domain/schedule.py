"""What takes effect at one target, and when (P9): a short line for each version placed there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from corridor_kernel.ocpi.enums import TariffType
from corridor_kernel.times import from_text, to_text

# Sessions are rated within days; whoever has to wait for a meter's key may wait a year.
KEPT = timedelta(days=400)

MOST_ENTRIES = 2000
"""What one item of 400 KB holds."""

Line = list[str | bool | None]


class TooManyVersions(ValueError):
    """Prices that change that often are elements of a tariff, not versions of it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """From `since` on the tariff `key` is in effect at the target, or no longer.

    `version` finds the version; `end` is when it ends by itself.
    """

    since: datetime
    created_at: datetime
    key: str
    version: str
    in_effect: bool
    currency: str
    type: str | None = None
    end: datetime | None = None

    @property
    def order(self) -> tuple[datetime, datetime, str, str]:
        """At a target what took effect last counts, of two at one instant what was made last."""
        return self.since, self.created_at, self.key, self.version

    def suits(self, currency: str, ad_hoc: bool) -> bool:
        kind = TariffType.AD_HOC_PAYMENT if ad_hoc else TariffType.REGULAR
        return self.currency == currency and self.type in (None, kind)


def in_effect(entries: Iterable[Entry], instant: datetime) -> Iterator[Entry]:
    """What is in effect at an instant, the latest effect first."""
    decided = set()
    for entry in sorted(entries, key=lambda entry: entry.order, reverse=True):
        if entry.since > instant or entry.key in decided:
            continue
        decided.add(entry.key)
        if entry.in_effect and (entry.end is None or instant < entry.end):
            yield entry


def with_entries(known: Iterable[Entry], new: Iterable[Entry], now: datetime) -> list[Entry]:
    """Both, each once, in order, without what nobody needs who looks at the last KEPT days.

    Raises TooManyVersions.
    """
    entries = sorted({*known, *new}, key=lambda entry: entry.order)
    past = {entry.key: entry for entry in entries if entry.since <= now - KEPT}
    kept = [entry for entry in entries if entry.since > now - KEPT or past[entry.key] == entry]
    if len(kept) > MOST_ENTRIES:
        raise TooManyVersions(f"more than {MOST_ENTRIES} in {KEPT.days} days")
    return kept


def to_line(entry: Entry) -> Line:
    return [
        to_text(entry.since),
        to_text(entry.created_at),
        entry.key,
        entry.version,
        entry.in_effect,
        entry.currency,
        entry.type,
        None if entry.end is None else to_text(entry.end),
    ]


def from_line(line: Line) -> Entry:
    since, created_at, key, version, in_effect, currency, type, end = line
    return Entry(
        since=from_text(str(since)),
        created_at=from_text(str(created_at)),
        key=str(key),
        version=str(version),
        in_effect=bool(in_effect),
        currency=str(currency),
        type=None if type is None else str(type),
        end=None if end is None else from_text(str(end)),
    )
