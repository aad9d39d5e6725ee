"""The versions of one tariff."""

from collections.abc import Iterator
from itertools import islice

from pricing.domain.version import Version
from pricing.tables import TariffTable
from pricing.tariff_items import LATEST, after, to_version, versions_key


def latest_number(key: str) -> int:
    """The number of the version created last; 0 if there is none."""
    latest = find_latest(key)
    return latest.number if latest else 0


def find_latest(key: str) -> Version | None:
    """The version created last."""
    found = TariffTable.query(LATEST, TariffTable.position == key, consistent_read=True)
    return next(map(to_version, found), None)


def find_versions(key: str) -> Iterator[Version]:
    """All versions, the one that takes effect last comes first."""
    return map(to_version, TariffTable.query(versions_key(key), scan_index_forward=False))


def find_last(key: str) -> Version | None:
    """The version that takes effect last: it may be one that is to come."""
    found = TariffTable.query(
        versions_key(key), scan_index_forward=False, limit=1, consistent_read=True
    )
    return _first(found)


def neighbours(version: Version) -> tuple[Version | None, Version | None]:
    """The tariff's versions that take effect before and after a new one."""
    partition, split = versions_key(version.key), after(version.effective_from)
    earlier = TariffTable.query(
        partition, TariffTable.position < split, scan_index_forward=False, limit=1
    )
    later = TariffTable.query(partition, TariffTable.position >= split, limit=1)
    return _first(earlier), _first(later)


def _first(found: Iterator[TariffTable]) -> Version | None:
    return next(map(to_version, islice(found, 1)), None)
