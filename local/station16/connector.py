"""One connector: the plug, the card, and the charge between them."""

import asyncio
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ocpp.v16 import call

from corridor_kernel.times import to_text
from local.station.book import Entry
from local.station.meter import Meter
from local.station.reading import BEGIN, END, Reading
from local.station.token import IdToken
from local.station.vehicle import Vehicle
from local.station16.readings import PERIODIC, Readings16, meter_values, whole_wh

if TYPE_CHECKING:
    from local.station16.station import Station16

FIRST_REGISTER_WH = 1_000_000.0
TICK_S = 5.0
UNKNOWN_ID = -1


class Transaction:
    """Its id is the backend's: unknown until StartTransaction was answered."""

    def __init__(self, entry: Entry, id_tag: str, meter_start: int) -> None:
        self.entry = entry
        self.id_tag = id_tag
        self.meter_start = meter_start
        self.id = UNKNOWN_ID

    def told(self, answer: Any) -> None:
        """The backend's answer to StartTransaction."""
        self.id = answer.transaction_id
        self.entry.transaction_id = str(answer.transaction_id)


class Connector:
    """Drivers call `plug_in`, `present` and `unplug`; the backend starts and stops remotely."""

    def __init__(self, station: "Station16", connector_id: int) -> None:
        self.id = connector_id
        self.operative = True
        self.meter = Meter(FIRST_REGISTER_WH * connector_id)
        self.vehicle: Vehicle | None = None
        self.transaction: Transaction | None = None
        self.status = "Available"
        self.readings = Readings16(station, self)
        self._station = station
        self._charging: asyncio.Task[None] | None = None

    def plug_in(self, vehicle: Vehicle) -> None:
        """A car takes the cable."""
        self.vehicle = vehicle
        self.show("Charging" if self.transaction else "Preparing")
        if self.transaction:
            self.meter.close_contactor(self._station.clock.now())

    def unplug(self) -> None:
        """The car lets go of the cable, which ends a transaction that still runs."""
        if self.transaction:
            self.stop("EVDisconnected")
        self.vehicle = None
        self.show("Available" if self.operative else "Unavailable")

    async def present(self, token: IdToken) -> str:
        """A driver shows a card: starts, or stops the transaction of that card.

        Answers the authorization status ("Accepted", "Invalid", …).
        """
        id_tag = token.id_token
        if self.transaction and self.transaction.id_tag.lower() == id_tag.lower():
            self.stop("Local", id_tag)
            return "Accepted"
        status = await self._station.authorize(id_tag)
        if status == "Accepted" and self.transaction is None:
            self.start(id_tag)
        return status

    def start(self, id_tag: str) -> None:
        """Begin a transaction; the car charges as soon as the cable is in."""
        station, now = self._station, self._station.clock.now()
        entry = Entry(station.id, self.id, str(UNKNOWN_ID), id_tag, now)
        (begin,) = self.readings.take(now, BEGIN, id_tag)
        transaction = Transaction(entry, id_tag, whole_wh(begin))
        self.transaction = transaction
        station.book.append(entry)
        entry.samples.append((now, Decimal(transaction.meter_start)))
        timestamp = to_text(now)

        def make() -> Any:
            return call.StartTransaction(self.id, id_tag, transaction.meter_start, timestamp)

        station.queue.put(make, entry, transaction.told)
        if begin.signed:
            self._tell_values(transaction, begin)
        self._charging = asyncio.create_task(self._charge(transaction))

    def stop(self, reason: str, id_tag: str | None = None) -> None:
        """End the running transaction with its last reading."""
        transaction, now = self.transaction, self._station.clock.now()
        if transaction is None:
            return
        self._advance()
        readings = self.readings.take(now, END, transaction.id_tag)
        meter_stop, timestamp = whole_wh(readings[-1]), to_text(now)
        data = meter_values(readings) if readings[-1].signed else None
        transaction.entry.ended_at, transaction.entry.stopped_reason = now, reason
        transaction.entry.samples.append((now, Decimal(meter_stop)))

        def make() -> Any:
            return call.StopTransaction(
                meter_stop, timestamp, transaction.id, reason, id_tag, transaction_data=data
            )

        self._station.queue.put(make, transaction.entry)
        self.meter.open_contactor()
        self.transaction = None
        if self._charging and self._charging is not asyncio.current_task():
            self._charging.cancel()
        self.show("Finishing" if self.vehicle else "Available")

    def show(self, status: str) -> None:
        """Take that status, and tell it if the link is up."""
        if status != self.status:
            self.status = status
            self._station.tell_status(self)

    def power_off(self) -> None:
        """The simulation ends: nothing is told."""
        if self._charging:
            self._charging.cancel()

    def sample(self) -> None:
        """Tell what the meter shows now."""
        transaction, now = self.transaction, self._station.clock.now()
        if transaction is None:
            return
        self._advance()
        (reading,) = self.readings.take(now, PERIODIC, transaction.id_tag)
        transaction.entry.samples.append((now, Decimal(whole_wh(reading))))
        self._tell_values(transaction, reading)

    def _tell_values(self, transaction: Transaction, reading: Reading) -> None:
        values = meter_values([reading])

        def make() -> Any:
            return call.MeterValues(self.id, values, transaction.id)

        self._station.queue.put(make, transaction.entry)

    async def _charge(self, transaction: Transaction) -> None:
        if self.vehicle:
            self.meter.close_contactor(self._station.clock.now())
            self.show("Charging")
        sampled_at = self._station.clock.now()
        while self.transaction is transaction:
            await self._station.clock.sleep(TICK_S)
            self._advance()
            if self.vehicle and self.meter.is_full(self.vehicle):
                self.show("SuspendedEV")
            interval_s = self._station.configuration.number("MeterValueSampleInterval")
            if (self._station.clock.now() - sampled_at).total_seconds() >= interval_s:
                sampled_at = self._station.clock.now()
                self.sample()

    def _advance(self) -> None:
        if self.vehicle:
            self.meter.advance(self._station.clock.now(), self.vehicle, self._limit_w)

    def _limit_w(self, at: datetime) -> float | None:
        return self._station.charging_profiles.limit_w(self.id, at)
