"""Versions of tariffs as items of the tariff table, and back."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from corridor_kernel.ocpi.text import dumps, loads
from corridor_kernel.times import to_text
from pricing.domain.version import Placement, Version
from pricing.tables import TariffTable

LATEST = "tariffs"


def versions_key(key: str) -> str:
    return f"tariff#{key}"


def target_key(target: str) -> str:
    return f"target#{target}"


def after(instant: datetime) -> str:
    """Sorts after every position that begins with `instant` and before every later one."""
    return to_text(instant + timedelta(milliseconds=1))


def items(version: Version, placements: Iterable[Placement]) -> Iterator[TariffTable]:
    """What to store: the latest version first, then the version, then where it counts."""
    since, created = to_text(version.effective_from), to_text(version.created_at)
    yield _item(LATEST, version.key, version)
    yield _item(versions_key(version.key), f"{since}#{version.number:06d}", version)
    for placement in placements:
        position = f"{to_text(placement.since)}#{created}#{version.key}#{version.number:06d}"
        item = _item(target_key(placement.target), position, version)
        if not placement.in_effect:
            item.document = None
        yield item


def to_version(item: TariffTable) -> Version:
    """The version in an item that has its document."""
    return Version(
        document=loads(item.document),
        sites=tuple(str(site) for site in item.sites),
        number=int(item.number),
        effective_from=item.effective_from,
        created_at=item.created_at,
    )


def _item(partition: str, position: str, version: Version) -> TariffTable:
    return TariffTable(
        partition,
        position,
        tariff_id=version.tariff_id,
        number=version.number,
        effective_from=version.effective_from,
        created_at=version.created_at,
        sites=list(version.sites),
        document=dumps(version.document),
    )
