"""Follow a meter's pagination across its sessions: a leap is a case (R-EI-4)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import orjson
from pynamodb.exceptions import PynamoDBException

from corridor_aws.outbox import outbox_item
from corridor_aws.station_calls import send_call
from corridor_aws.tables import is_lost_race, transaction
from corridor_kernel.events import Event
from corridor_kernel.identifiers import digest
from sessions.domain.meter_key import SOURCE
from sessions.domain.ocmf.pages import gaps, with_page
from sessions.domain.registers import Intervals
from sessions.tables import MeterPageItem, evse_key

_ATTEMPTS: Final = 5


@dataclass(frozen=True, slots=True)
class Page:
    """One record's page: of which meter, T of a transaction or F fiscal, and its number."""

    station_id: str
    evse_id: int
    meter: str
    context: str
    number: int

    @property
    def counter(self) -> str:
        return f"{self.meter}#{self.context}"


def follow_pages(page: Page, now: datetime) -> None:
    """Note a page; what is missing since is told once, and the station asked for its queue.

    A page that comes late closes its gap without a word: the list of gaps shows what is open.
    """
    for attempt in range(_ATTEMPTS):
        item = _find(page)
        before: Intervals = tuple((first, last) for first, last in orjson.loads(item.pages))
        after = with_page(before, page.number)
        if after == before:
            return
        new = [gap for gap in gaps(after) if gap not in gaps(before) and not _within(gap, before)]
        if new:
            _ask(page, new)  # asked again after a crash it has the same id, and goes out once
        try:
            _save(item, page, after, new, now)
            return
        except PynamoDBException as error:
            if not is_lost_race(error) or attempt == _ATTEMPTS - 1:
                raise


def _within(gap: tuple[int, int], pages: Intervals) -> bool:
    """Whether it is the rest of a gap that was told already."""
    return any(first <= gap[0] and gap[1] <= last for first, last in gaps(pages))


def _find(page: Page) -> MeterPageItem:
    key = evse_key(page.station_id, page.evse_id)
    try:
        return MeterPageItem.get(key, page.counter, consistent_read=True)
    except MeterPageItem.DoesNotExist:
        return MeterPageItem(key, page.counter, pages="[]")


def _save(
    item: MeterPageItem,
    page: Page,
    pages: Intervals,
    new: list[tuple[int, int]],
    now: datetime,
) -> None:
    unchanged = (
        MeterPageItem.version == item.version
        if item.version
        else MeterPageItem.counter.does_not_exist()
    )
    item.version += 1
    item.pages = orjson.dumps(pages).decode()
    item.gaps = [f"{first}-{last}" for first, last in gaps(pages)]
    item.changed_at = now
    with transaction() as writes:
        writes.save(item, condition=unchanged)
        for first, last in new:
            writes.save(outbox_item(_missing(page, first, last, now)))


def _missing(page: Page, first: int, last: int, now: datetime) -> Event:
    data = {
        "station_id": page.station_id,
        "evse_id": page.evse_id,
        "meter": page.meter,
        "context": page.context,
        "first": first,
        "last": last,
    }
    name = "SignedValuesMissing"
    key = f"{page.station_id}/{page.evse_id}/{page.counter}/{first}-{last}"
    return Event(SOURCE, name, f"{name}/{key}", now, data)


def _ask(page: Page, new: list[tuple[int, int]]) -> None:
    """Whether messages are still in its queue: then the pages may be among them."""
    occasion = f"{page.evse_id} {page.counter} {new}"
    call_id = f"pages-{digest(occasion.encode())}"
    send_call(page.station_id, call_id, "GetTransactionStatus", {})
