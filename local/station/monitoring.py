"""The station's monitors: set, cleared, and looked at whenever a value may have changed."""

import asyncio
from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING, Any

from ocpp.v201 import call

from corridor_kernel.times import to_text
from local.station.address import Address, address_of
from local.station.monitor import Monitor
from local.station.monitor_rules import status_of

if TYPE_CHECKING:
    from local.station.station import Station

TEMPERATURE = Address("ExternalTemperatureSensor", "Temperature")
PROBLEM = Address("ChargingStation", "Problem")


class Monitoring:
    """`level`: events of a greater severity number than it are not told."""

    def __init__(self, station: "Station") -> None:
        self._station = station
        self._ids, self._event_ids = count(1), count(1)
        self._periods: dict[int, asyncio.Task[None]] = {}
        self.monitors: dict[int, Monitor] = {}
        self.level = 9
        self._add(PROBLEM, "Delta", 1, 1, "HardWiredMonitor")
        self._add_preconfigured()
        station.model.watch(lambda *_: self.look())

    def set(self, item: dict[str, Any]) -> dict[str, Any]:
        """A SetMonitoringResultType for a SetMonitoringDataType."""
        status = status_of(item, self._station.model, self.monitors)
        echo = {name: item[name] for name in ("component", "variable", "type", "severity")}
        if status != "Accepted":
            return echo | {"status": status}
        monitor = Monitor(
            item.get("id") or next(self._ids),
            address_of(item),
            item["type"],
            item["value"],
            item["severity"],
            item.get("transaction", False),
        )
        self._put(monitor)
        return echo | {"status": status, "id": monitor.id}

    def clear(self, monitor_id: int) -> str:
        """A ClearMonitoringStatusEnumType; what is built in stays (N06)."""
        monitor = self.monitors.get(monitor_id)
        if monitor is None:
            return "NotFound"
        if monitor.kind == "HardWiredMonitor":
            return "Rejected"
        self._drop(monitor)
        return "Accepted"

    def set_base(self, base: str) -> None:
        """All: as it left the factory, and what was set since; else only what the base names."""
        for monitor in list(self.monitors.values()):
            if base != "All" and monitor.kind == "CustomMonitor":
                self._drop(monitor)
            elif monitor.kind == "PreconfiguredMonitor":
                self._drop(monitor)
        if base != "HardWiredOnly":
            self._add_preconfigured()
        self._station.model.preset("ActiveMonitoringBase", base)

    def set_level(self, severity: int) -> bool:
        """Whether 0 to 9, the severities there are."""
        if not 0 <= severity <= 9:
            return False
        self.level = severity
        self._station.model.preset("ActiveMonitoringLevel", str(severity))
        return True

    def select(self, wanted: Callable[[Monitor], bool]) -> list[Monitor]:
        """The monitors that a report is about."""
        return [monitor for monitor in self.monitors.values() if wanted(monitor)]

    def look(self) -> None:
        """Tell what the monitors have to say of the values now."""
        for monitor in self.monitors.values():
            if event := self._applies(monitor) and monitor.look(self._value(monitor)):
                self._tell(monitor, event)

    def stop(self) -> None:
        """The simulation ends."""
        for period in self._periods.values():
            period.cancel()

    def _add_preconfigured(self) -> None:
        self._add(TEMPERATURE, "UpperThreshold", 60, 2, "PreconfiguredMonitor")

    def _add(self, address: Address, type: str, value: float, severity: int, kind: str) -> None:
        self._put(Monitor(next(self._ids), address, type, value, severity, kind=kind))

    def _put(self, monitor: Monitor) -> None:
        if old := self.monitors.get(monitor.id):
            self._drop(old)
        self.monitors[monitor.id] = monitor
        if monitor.is_periodic:
            self._periods[monitor.id] = asyncio.create_task(self._repeat(monitor))
        else:
            self.look()

    def _drop(self, monitor: Monitor) -> None:
        del self.monitors[monitor.id]
        if period := self._periods.pop(monitor.id, None):
            period.cancel()

    async def _repeat(self, monitor: Monitor) -> None:
        while True:
            wait_s = monitor.value
            if monitor.type == "PeriodicClockAligned":
                wait_s -= self._station.clock.now().timestamp() % monitor.value
            await self._station.clock.sleep(wait_s)
            if self._applies(monitor):
                self._tell(monitor, {"trigger": "Periodic"})

    def _applies(self, monitor: Monitor) -> bool:
        return not monitor.transaction or self._transaction_id(monitor) is not None

    def _transaction_id(self, monitor: Monitor) -> str | None:
        evse = self._station.evses.get(monitor.address.evse)
        return evse.transaction.id if evse and evse.transaction else None

    def _value(self, monitor: Monitor) -> str:
        return self._station.model.variables[monitor.address].read()

    def _tell(self, monitor: Monitor, event: dict[str, Any]) -> None:
        if monitor.severity > self.level:
            return
        now = to_text(self._station.clock.now())
        transaction = {"transaction_id": self._transaction_id(monitor)}
        event = event | (transaction if monitor.transaction else {})
        data = event | {
            "event_id": next(self._event_ids),
            "timestamp": now,
            "actual_value": self._value(monitor),
            "component": monitor.address.component_payload,
            "variable": monitor.address.variable_payload,
            "variable_monitoring_id": monitor.id,
            "event_notification_type": monitor.kind,
        }
        message = call.NotifyEvent(generated_at=now, seq_no=0, event_data=[data], tbc=False)
        queued_up_to = self._station.model.number("OfflineQueuingSeverity")
        self._station.notify(message, keep=monitor.severity <= queued_up_to)
