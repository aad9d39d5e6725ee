"""Tell a station's prices if they are others than it was last told (AFIR A9, A10)."""

from datetime import datetime
from typing import Final

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.condition import Condition

from corridor_aws.outbox import outbox_item
from corridor_aws.tables import is_lost_race, transaction
from pricing.displays.look_up import Outlook, look_up
from pricing.domain.price_display import price_display_changed
from pricing.tables import PriceDisplayTable, SiteTable

DUE: Final = "due"

_TRIES: Final = 5


def refresh_display(station_id: str, now: datetime) -> None:
    """May run at any moment and twice; a station that nobody registered yet is left for then."""
    try:
        station = SiteTable.get(station_id, consistent_read=True)
    except SiteTable.DoesNotExist:
        return
    for attempt in range(1, _TRIES + 1):
        before = _told(station_id)
        try:
            _tell(station_id, before, look_up(station, now), now)
        except TransactWriteError as error:
            if attempt == _TRIES or not is_lost_race(error):
                raise
        else:
            return


def _told(station_id: str) -> PriceDisplayTable | None:
    try:
        return PriceDisplayTable.get(station_id, consistent_read=True)
    except PriceDisplayTable.DoesNotExist:
        return None


def _tell(station_id: str, before: PriceDisplayTable | None, found: Outlook, now: datetime) -> None:
    """A station that never had a price has nothing to take back."""
    revision = int(before.revision) if before else 0
    is_news = found.prices != (before.prices if before else [])
    if not is_news and found.changes_at == (before.due_at if before else None):
        return
    item = PriceDisplayTable(
        station_id,
        kind=DUE if found.changes_at else None,
        due_at=found.changes_at,
        prices=found.prices,
        revision=revision + is_news,
    )
    with transaction() as writes:
        writes.save(item, condition=_unchanged(before))
        if is_news:
            told = (station_id, revision + 1, found.currency, found.prices, now)
            writes.save(outbox_item(price_display_changed(*told)))


def _unchanged(before: PriceDisplayTable | None) -> Condition:
    """Who comes second may have looked earlier."""
    known = PriceDisplayTable
    if before is None:
        return known.station_id.does_not_exist()
    revision: Condition = known.revision == before.revision
    due: Condition = known.due_at.does_not_exist()
    if before.kind:
        due = known.due_at == before.due_at
    both: Condition = revision & due
    return both
