"""One variable monitor: when it has something to tell (block N)."""

from dataclasses import dataclass
from typing import Any

from local.station.address import Address

CRITERIA = {
    "UpperThreshold": "ThresholdMonitoring",
    "LowerThreshold": "ThresholdMonitoring",
    "Delta": "DeltaMonitoring",
    "Periodic": "PeriodicMonitoring",
    "PeriodicClockAligned": "PeriodicMonitoring",
}


@dataclass(slots=True)
class Monitor:
    """`kind` is its EventNotificationEnumType; `value` a limit, a difference, or seconds.

    `reference` is the value it last told (Delta); `alarmed` whether a limit is passed now.
    """

    id: int
    address: Address
    type: str
    value: float
    severity: int
    transaction: bool = False
    kind: str = "CustomMonitor"
    reference: str | None = None
    alarmed: bool = False

    @property
    def is_periodic(self) -> bool:
        return CRITERIA[self.type] == "PeriodicMonitoring"

    def look(self, value: str) -> dict[str, Any] | None:
        """The `trigger` and `cleared` of an event to tell, None if there is nothing new."""
        if self.is_periodic:
            return None
        if self.type == "Delta":
            return self._look_for_change(value)
        passed = float(value) > self.value
        if self.type == "LowerThreshold":
            passed = float(value) < self.value
        if passed == self.alarmed:
            return None
        self.alarmed = passed
        return {"trigger": "Alerting"} | ({} if passed else {"cleared": True})

    def _look_for_change(self, value: str) -> dict[str, Any] | None:
        before, self.reference = self.reference, value
        if before is None or not _differ(before, value, self.value):
            self.reference = value if before is None else before
            return None
        return {"trigger": "Delta"}

    def payload(self) -> dict[str, Any]:
        """A VariableMonitoringType."""
        return {
            "id": self.id,
            "transaction": self.transaction,
            "value": self.value,
            "type": self.type,
            "severity": self.severity,
        }


def _differ(before: str, value: str, least: float) -> bool:
    """By at least so much if they are numbers, at all if they are words."""
    try:
        return before != value and abs(float(value) - float(before)) >= least
    except ValueError:
        return before != value
