"""Write a version of a tariff, where it counts, and the event that tells of it."""

from collections.abc import Iterator
from itertools import islice

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.models import Model

from corridor_aws.outbox import outbox_item
from corridor_aws.tables import is_lost_race, transaction
from pricing.domain.version import Version, placements, tariff_changed
from pricing.tables import TariffTable
from pricing.tariff_items import items

_MOST_WRITES = 100


def store_version(version: Version, before: Version | None, after: Version | None) -> bool:
    """False if another version was created since `version` got its number.

    All at once, unless so many sites change that it takes several transactions: then the version
    comes first and the event last, and creating the tariff again repairs a half-written one.
    """
    writes = _writes(version, before, after)
    unless_outrun: Condition | None = _unless_outrun(version)
    while batch := list(islice(writes, _MOST_WRITES)):
        if not _write(batch, unless_outrun):
            return False
        unless_outrun = None
    return True


def _writes(version: Version, before: Version | None, after: Version | None) -> Iterator[Model]:
    yield from items(version, placements(version, before, after))
    yield outbox_item(tariff_changed(version))


def _unless_outrun(version: Version) -> Condition:
    if version.number == 1:
        return TariffTable.number.does_not_exist()
    return TariffTable.number == version.number - 1


def _write(batch: list[Model], condition: Condition | None) -> bool:
    """The condition is on the first item of the batch."""
    try:
        with transaction() as writes:
            writes.save(batch[0], condition=condition)
            for item in batch[1:]:
                writes.save(item)
    except TransactWriteError as error:
        if condition is not None and is_lost_race(error):
            return False
        raise
    return True
