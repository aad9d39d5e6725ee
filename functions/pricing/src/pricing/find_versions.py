"""The versions of one tariff."""

from collections.abc import Iterator
from datetime import datetime
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


def find_versions(key: str, most: int) -> Iterator[Version]:
    """At most so many versions, the one that takes effect last comes first."""
    found = TariffTable.query(versions_key(key), scan_index_forward=False, limit=most)
    return map(to_version, found)


def find_version_at(key: str, instant: datetime) -> Version | None:
    """The version in effect at an instant, else the first; None if there is no such tariff."""
    past = TariffTable.query(
        versions_key(key),
        TariffTable.position < after(instant),
        scan_index_forward=False,
        limit=1,
        consistent_read=True,
    )
    return _first(past) or _first(
        TariffTable.query(versions_key(key), limit=1, consistent_read=True)
    )


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
        partition,
        TariffTable.position < split,
        scan_index_forward=False,
        limit=1,
        consistent_read=True,
    )
    later = TariffTable.query(
        partition, TariffTable.position >= split, limit=1, consistent_read=True
    )
    return _first(earlier), _first(later)


def _first(found: Iterator[TariffTable]) -> Version | None:
    return next(map(to_version, islice(found, 1)), None)
