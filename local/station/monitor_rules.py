"""Which monitors a station takes (N04)."""

from collections.abc import Mapping
from typing import Any

from local.station.address import Address, address_of
from local.station.device_model import DeviceModel
from local.station.monitor import Monitor
from local.station.variable import Variable

NUMBERS = ("integer", "decimal")


def status_of(item: dict[str, Any], model: DeviceModel, monitors: Mapping[int, Monitor]) -> str:
    """A SetMonitoringStatusEnumType for a SetMonitoringDataType beside the monitors there are."""
    address = address_of(item)
    variable = model.variables.get(address)
    if variable is None:
        return model.missing(address)
    if not variable.monitored or not _suits(variable, item["type"]):
        return "UnsupportedMonitorType"
    if not 0 <= item["severity"] <= 9 or not _is_sensible(variable, item):
        return "Rejected"
    if "id" in item:
        return "Accepted" if _may_replace(monitors.get(item["id"]), address) else "Rejected"
    same = (address, item["type"], item["severity"])
    taken = any(same == (m.address, m.type, m.severity) for m in monitors.values())
    return "Duplicate" if taken else "Accepted"


def _may_replace(old: Monitor | None, address: Address) -> bool:
    return old is not None and old.address == address and old.kind != "HardWiredMonitor"


def _suits(variable: Variable, type: str) -> bool:
    return variable.data_type in NUMBERS or not type.endswith("Threshold")


def _is_sensible(variable: Variable, item: dict[str, Any]) -> bool:
    if item["type"].endswith("Threshold"):
        lowest, highest = variable.minimum, variable.maximum
        above = lowest is None or item["value"] >= lowest
        return above and (highest is None or item["value"] <= highest)
    least = 1 if item["type"].startswith("Periodic") else 0
    return bool(item["value"] >= least)
