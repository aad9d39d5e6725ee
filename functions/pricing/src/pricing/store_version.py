"""Write a version of a tariff, where it counts, and the event that tells of it."""

from collections.abc import Iterator, Mapping
from itertools import islice

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.models import Model

from corridor_aws.outbox import outbox_item
from corridor_aws.tables import is_lost_race, transaction
from pricing.domain.schedule import Entry
from pricing.domain.targets import Target
from pricing.domain.version import Version, placements, tariff_changed
from pricing.find_versions import latest_number
from pricing.schedules import changed_schedules
from pricing.tables import TariffTable
from pricing.tariff_items import entry_of, latest_item, version_item

_MOST_WRITES = 100
_TRIES = 5

Changes = Mapping[Target, list[Entry]]
Write = tuple[Model, Condition | None]


def store_version(version: Version, before: Version | None, after: Version | None) -> bool:
    """False if another version was created since `version` got its number.

    All at once, unless so many targets change that it takes several transactions: then the
    version comes first and the event last, and creating the tariff again repairs a half-written
    one.
    """
    first: list[Write] = [
        (latest_item(version), _unless_outrun(version)),
        (version_item(version), None),
    ]
    batches = list(_batches(_changes(version, before, after)))
    for number, batch in enumerate(batches):
        fixed = first if number == 0 else []
        if number == len(batches) - 1:
            fixed = [*fixed, (outbox_item(tariff_changed(version, before)), None)]
        if not _write(fixed, batch, version):
            return False
    return True


def _changes(version: Version, before: Version | None, after: Version | None) -> Changes:
    changes: dict[Target, list[Entry]] = {}
    for placement in placements(version, before, after):
        changes.setdefault(placement.target, []).append(entry_of(version, placement))
    return changes


def _batches(changes: Changes) -> Iterator[Changes]:
    """Three more items may join each."""
    targets = iter(changes)
    while batch := list(islice(targets, _MOST_WRITES - 3)):
        yield {target: changes[target] for target in batch}


def _write(fixed: list[Write], changes: Changes, version: Version) -> bool:
    """Again if others changed one of the schedules, not if they changed this tariff."""
    for attempt in range(_TRIES):
        writes = [*fixed, *changed_schedules(changes, version.created_at)]
        try:
            with transaction() as together:
                for item, condition in writes:
                    together.save(item, condition=condition)
            return True
        except TransactWriteError as error:
            if not is_lost_race(error) or attempt == _TRIES - 1:
                raise
            if (
                any(condition is not None for _, condition in fixed)
                and latest_number(version.key) != version.number - 1
            ):
                return False
    return False


def _unless_outrun(version: Version) -> Condition:
    if version.number == 1:
        return TariffTable.number.does_not_exist()
    return TariffTable.number == version.number - 1
