"""NotifyReport: the device model in chunks, numbered from 0 (R-BOOT-5)."""

from typing import TYPE_CHECKING

from ocpp.v201 import call

from corridor_kernel.times import to_text

if TYPE_CHECKING:
    from local.station.station import Station


async def send_report(station: "Station", request_id: int) -> None:
    """Send every variable; `tbc` is false in the last message only."""
    size = int(station.model.number("ItemsPerMessage"))
    items = list(station.model.report())
    chunks = [items[start : start + size] for start in range(0, len(items), size)]
    for seq_no, chunk in enumerate(chunks):
        request = call.NotifyReport(
            request_id=request_id,
            generated_at=to_text(station.clock.now()),
            seq_no=seq_no,
            report_data=chunk,
            tbc=seq_no < len(chunks) - 1,
        )
        await station.ask(request)
