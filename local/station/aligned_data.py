"""Meter values at the full quarter of an hour, or whatever AlignedDataCtrlr.Interval asks (J01)."""

import asyncio
from typing import TYPE_CHECKING, Any

from ocpp.v201 import call

from local.station.evse import Evse

if TYPE_CHECKING:
    from local.station.station import Station

INTERVAL = "AlignedDataCtrlr/Interval"


class AlignedData:
    """Of a transaction in its TransactionEvents, of an idle EVSE in MeterValues (R-TX-13)."""

    def __init__(self, station: "Station") -> None:
        self._station = station
        self._changed = asyncio.Event()
        station.model.watch(lambda *_: self._changed.set())

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._changed.clear()
            interval_s = self._station.model.number(INTERVAL)
            if interval_s == 0:
                await self._changed.wait()
                continue
            left_s = interval_s - self._station.clock.now().timestamp() % interval_s
            await self._station.clock.sleep(left_s)
            self._tell()

    def message(self, evse: Evse, context: str) -> Any:
        """MeterValues of what the meter shows now."""
        evse.readings.advance()
        reading = evse.readings.fiscal(self._station.clock.now(), context)
        return call.MeterValues(evse.id, [reading.payload()])

    def _tell(self) -> None:
        model, evses = self._station.model, self._station.evses.values()
        only_idle = model.flag("AlignedDataCtrlr/SendDuringIdle")
        if only_idle and any(evse.transaction for evse in evses):
            return
        for evse in evses:
            if evse.transaction:
                evse.sample("MeterValueClock", "Sample.Clock")
            else:
                message = self.message(evse, "Sample.Clock")
                self._station.notify(message, keep=model.flag("QueueAllMessages"))
