"""The schedules of targets: read together, changed only as they were read."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from pynamodb.expressions.condition import Condition

from corridor_aws.items import get_together
from pricing.domain.schedule import Entry, from_line, to_line, with_entries
from pricing.domain.targets import Target
from pricing.tables import TariffTable
from pricing.tariff_items import SCHEDULE, target_key


def read_schedules(targets: Iterable[Target]) -> list[list[Entry]]:
    """For each of at most 100 targets what takes effect there, in one round trip."""
    return [_entries(item) for item in _items(targets)]


def changed_schedules(
    changes: Mapping[Target, list[Entry]], now: datetime
) -> list[tuple[TariffTable, Condition]]:
    """Items to store, each with the condition that nobody else changed it."""
    return [
        _changed(target, item, changes[target], now)
        for target, item in zip(changes, _items(changes), strict=True)
    ]


def _items(targets: Iterable[Target]) -> list[TariffTable | None]:
    keys = [(TariffTable, target_key(target), SCHEDULE) for target in targets]
    return get_together(*keys) if keys else []


def _changed(
    target: Target, known: TariffTable | None, new: list[Entry], now: datetime
) -> tuple[TariffTable, Condition]:
    entries = with_entries(_entries(known), new, now)
    item = TariffTable(target_key(target), SCHEDULE, schedule=[*map(to_line, entries)])
    if known is None:
        item.revision = 1
        return item, TariffTable.revision.does_not_exist()
    item.revision = known.revision + 1
    return item, TariffTable.revision == known.revision


def _entries(item: TariffTable | None) -> list[Entry]:
    return [] if item is None else [from_line(line) for line in item.schedule]
