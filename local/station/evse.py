"""One EVSE: the plug, the card reader, and the charge between them."""

import asyncio
from typing import TYPE_CHECKING, Any

from local.station.charge import charge, go_on
from local.station.meter import Meter
from local.station.reading import Reading
from local.station.readings import Readings
from local.station.slow_signing import is_slow, tell_begin_later
from local.station.token import IdToken, from_payload
from local.station.transaction import Transaction
from local.station.vehicle import Vehicle

if TYPE_CHECKING:
    from local.station.station import Station

FIRST_REGISTER_WH = 1_000_000.0


class Evse:
    """Drivers call `plug_in`, `present` and `unplug`; the backend starts and stops remotely."""

    def __init__(self, station: "Station", evse_id: int) -> None:
        self.id = evse_id
        self.connector_id = 1
        self.operative = True
        self.faulted = False
        self.meter = Meter(FIRST_REGISTER_WH * evse_id)
        self.vehicle: Vehicle | None = None
        self.transaction: Transaction | None = None
        self.readings = Readings(station, self)
        self._station = station
        self.plugged = asyncio.Event()
        self._charging: asyncio.Task[None] | None = None

    @property
    def is_usable(self) -> bool:
        return self.operative and not self.faulted

    @property
    def status(self) -> str:
        """A ConnectorStatusEnumType."""
        if self.faulted:
            return "Faulted"
        if not self.operative:
            return "Unavailable"
        if self.vehicle or self.transaction:
            return "Occupied"
        return "Reserved" if self._station.reservations.holds(self) else "Available"

    def plug_in(self, vehicle: Vehicle) -> None:
        """A car takes the cable; charging starts once somebody is authorized as well."""
        self.vehicle = vehicle
        self.plugged.set()
        self._station.changed()
        if self.transaction:
            self.tell("Updated", "CablePluggedIn", state="EVConnected")

    def unplug(self) -> None:
        """The car lets go of the cable, which ends a transaction that still runs."""
        if self.transaction:
            self.stop("EVCommunicationLost", "EVDisconnected", state="Idle")
        self.vehicle = None
        self.plugged.clear()
        self._station.changed()

    async def present(self, token: IdToken) -> str:
        """A driver shows a card: starts, or stops the transaction of that card or its group.

        Answers the authorization status ("Accepted", "Unknown", …).
        """
        running = self.transaction
        if running and running.token.is_same(token):
            self.stop("StopAuthorized", "Local", token=token)
            return "Accepted"
        if not self.is_usable:
            return "Invalid"
        info = await self._station.authorization.ask(token)
        if info["status"] != "Accepted":
            return str(info["status"])
        return self._admit(token, info.get("group_id_token"))

    def _admit(self, token: IdToken, group: dict[str, Any] | None) -> str:
        if self.transaction is None:
            if not self._station.reservations.admits(self, token, group):
                return "Invalid"
            self.start(token, "Authorized", group=group)
            return "Accepted"
        if group and self.transaction.group and group == self.transaction.group.payload():
            self.stop("StopAuthorized", "Local", token=token)
            return "Accepted"
        return "ConcurrentTx"

    def start(
        self,
        token: IdToken,
        trigger: str,
        remote_start_id: int | None = None,
        group: dict[str, Any] | None = None,
    ) -> None:
        """Begin a transaction for an authorized driver, with or without the cable in."""
        station = self._station
        now, quirks = station.clock.now(), station.config.quirks
        transaction = Transaction(station.id, self.id, token, now, quirks)
        self.transaction = transaction
        self._station.book.append(transaction.entry)
        self.tell(
            "Started",
            trigger,
            context="Transaction.Begin",
            state="EVConnected" if self.vehicle else "Idle",
            token=token,
            evse={"id": self.id, "connector_id": self.connector_id},
            remote_start_id=remote_start_id,
            reservation_id=station.reservations.use(self, token, group),
        )
        if is_slow(station):
            tell_begin_later(station, self)
        self._station.changed()
        self._charging = asyncio.create_task(charge(self._station, self))

    def stop(self, trigger: str, reason: str, **event: Any) -> None:
        """End the running transaction with a last reading."""
        self.readings.advance()
        self.meter.open_contactor()
        event = {"state": "EVConnected" if self.vehicle else "Idle"} | event
        self.tell("Ended", trigger, context="Transaction.End", stopped_reason=reason, **event)
        self._station.ended(self)
        self.transaction = None
        if self._charging and self._charging is not asyncio.current_task():
            self._charging.cancel()
        self._station.changed()

    def break_down(self) -> None:
        """A fault: whatever runs ends, and nobody can charge until `repair`."""
        if self.transaction:
            self.stop("AbnormalCondition", "GroundFault")
        self.faulted = True
        self._station.changed()

    def repair(self) -> None:
        """The fault is gone."""
        self.faulted = False
        self._station.changed()

    def sample(self, trigger: str, context: str) -> None:
        """Tell what the meter shows now."""
        self.readings.advance()
        self.tell("Updated", trigger, context=context)

    def runs(self, transaction_id: str) -> bool:
        """Whether that transaction is the one running here."""
        return self.transaction is not None and self.transaction.id == transaction_id

    def told_about_token(self, info: dict[str, Any]) -> None:
        """The backend looked at the token again; a refusal ends the charge (R-TX-9)."""
        if self.transaction and info.get("group_id_token"):
            self.transaction.group = from_payload(info["group_id_token"])
        if info["status"] != "Accepted" and self._station.model.flag("StopTxOnInvalidId"):
            self.stop("Deauthorized", "DeAuthorized")

    def power_off(self) -> None:
        """The current fails or the simulation ends: nothing is told."""
        self.meter.open_contactor()
        if self._charging:
            self._charging.cancel()

    def power_on(self, resumes: bool) -> None:
        """After a power loss: go on with the transaction, or end it."""
        if self.transaction is None:
            return
        if not resumes:
            self.stop("AbnormalCondition", "PowerLoss")
            return
        self.tell("Updated", "TxResumed", context="Interruption.End")
        self._charging = asyncio.create_task(go_on(self._station, self))

    def tell(
        self,
        event_type: str,
        trigger: str,
        context: str | None = None,
        readings: tuple[Reading, ...] = (),
        **more: Any,
    ) -> None:
        """Queue the transaction's next event, with a reading of now if it has a `context`."""
        if self.transaction is None:
            return
        now = self._station.clock.now()
        if context:
            readings = self.readings.take(now, context)
        event = self.transaction.event(event_type, trigger, now, readings=readings, **more)
        self._station.queue_event(event, self.transaction.entry)
