"""Versions of tariffs as items of the tariff table, and back."""

from datetime import datetime, timedelta

from corridor_kernel.ocpi.text import dumps, loads
from corridor_kernel.times import from_text, to_text
from pricing.domain.schedule import Entry
from pricing.domain.targets import Target, target_of
from pricing.domain.version import Placement, Version
from pricing.tables import TariffTable

LATEST = "tariffs"
SCHEDULE = "schedule"


def versions_key(key: str) -> str:
    return f"tariff#{key}"


def target_key(target: Target) -> str:
    return f"target#{target.key}"


def after(instant: datetime) -> str:
    """Sorts after every position that begins with `instant` and before every later one."""
    return to_text(instant + timedelta(milliseconds=1))


def latest_item(version: Version) -> TariffTable:
    return _item(LATEST, version.key, version)


def version_item(version: Version) -> TariffTable:
    return _item(versions_key(version.key), _position(version), version)


def entry_of(version: Version, placement: Placement) -> Entry:
    """What the schedule of the placement's target says of the version."""
    end = version.document.get("end_date_time")
    return Entry(
        since=placement.since,
        created_at=version.created_at,
        key=version.key,
        version=_position(version),
        in_effect=placement.in_effect,
        currency=version.document["currency"],
        type=version.document.get("type"),
        end=from_text(end) if end else None,
    )


def to_version(item: TariffTable) -> Version:
    return Version(
        document=loads(item.document),
        assigned_to=tuple(map(target_of, item.assigned_to)),
        number=int(item.number),
        effective_from=item.effective_from,
        created_at=item.created_at,
        price_book=loads(item.price_book) if item.price_book else None,
    )


def _position(version: Version) -> str:
    return f"{to_text(version.effective_from)}#{version.number:06d}"


def _item(partition: str, position: str, version: Version) -> TariffTable:
    return TariffTable(
        partition,
        position,
        tariff_id=version.tariff_id,
        number=version.number,
        effective_from=version.effective_from,
        created_at=version.created_at,
        assigned_to=[target.view for target in version.assigned_to],
        document=dumps(version.document),
        price_book=dumps(version.price_book) if version.price_book else None,
    )
