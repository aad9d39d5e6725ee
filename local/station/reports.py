"""Paged reports: numbered from 0, `tbc` false in the last page only (R-BOOT-5)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.station.quirks import Quirks

if TYPE_CHECKING:
    from local.station.station import Station


@dataclass(frozen=True, slots=True)
class Page:
    """One message of a report."""

    seq_no: int
    items: Sequence[Any]
    tbc: bool


def pages(items: Sequence[Any], size: int, quirks: Quirks) -> list[Page]:
    """At least one page, of at most `size` items; spoiled as the quirks say."""
    starts = range(0, max(1, len(items)), size)
    whole = [
        Page(seq_no, items[start : start + size], start != starts[-1])
        for seq_no, start in enumerate(starts)
    ]
    if quirks.skips_first_page:
        whole = whole[1:]
    if quirks.stops_halfway:
        whole = whole[: len(whole) // 2]
    return [page for page in whole for _ in range(2 if quirks.doubles_pages else 1)]


async def send_pages(
    station: "Station", items: Sequence[Any], message: Callable[[Page], Any]
) -> None:
    """Send what `message` makes of each page; raises CallFailed or Disconnected."""
    size = int(station.model.number("DeviceDataCtrlr/ItemsPerMessage[GetReport]"))
    for page in pages(items, size, station.config.quirks):
        await station.ask(message(page))
