"""A small device model (ocpp.md §3.2): variables that this station really obeys."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Key = tuple[str, str, str | None]


@dataclass(slots=True)
class Variable:
    """Value as text, its data type, and whether the CSMS may write it."""

    value: str
    data_type: str = "integer"
    mutability: str = "ReadWrite"


def _defaults() -> dict[Key, Variable]:
    return {
        ("OCPPCommCtrlr", "HeartbeatInterval", None): Variable("300"),
        ("OCPPCommCtrlr", "OfflineThreshold", None): Variable("60"),
        ("OCPPCommCtrlr", "RetryBackOffWaitMinimum", None): Variable("1"),
        ("OCPPCommCtrlr", "RetryBackOffRandomRange", None): Variable("2"),
        ("OCPPCommCtrlr", "RetryBackOffRepeatTimes", None): Variable("5"),
        ("OCPPCommCtrlr", "MessageTimeout", "Default"): Variable("30", mutability="ReadOnly"),
        ("OCPPCommCtrlr", "MessageAttempts", "TransactionEvent"): Variable("5"),
        ("OCPPCommCtrlr", "MessageAttemptInterval", "TransactionEvent"): Variable("2"),
        ("DeviceDataCtrlr", "ItemsPerMessage", "GetReport"): Variable("10", mutability="ReadOnly"),
        ("SampledDataCtrlr", "TxUpdatedInterval", None): Variable("60"),
        ("TxCtrlr", "EVConnectionTimeOut", None): Variable("120"),
        ("TxCtrlr", "TxStartPoint", None): Variable("Authorized", "MemberList", "ReadOnly"),
        ("TxCtrlr", "TxStopPoint", None): Variable("Authorized", "MemberList", "ReadOnly"),
        ("TxCtrlr", "StopTxOnInvalidId", None): Variable("true", "boolean"),
        ("TxCtrlr", "StopTxOnEVSideDisconnect", None): Variable("true", "boolean", "ReadOnly"),
        ("AuthCtrlr", "AuthorizeRemoteStart", None): Variable("false", "boolean"),
        ("AuthCtrlr", "LocalAuthorizeOffline", None): Variable("true", "boolean"),
        ("AuthCtrlr", "OfflineTxForUnknownIdEnabled", None): Variable("false", "boolean"),
    }


class DeviceModel:
    """Reads and writes variables as GetVariables and SetVariables do."""

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        """`values` preset variables by name, whatever their component or instance."""
        self._variables = _defaults()
        for name, value in (values or {}).items():
            self.preset(name, str(value))

    def number(self, name: str) -> float:
        """A variable's number: seconds or a count."""
        return float(self._named(name))

    def flag(self, name: str) -> bool:
        return self._named(name) == "true"

    def preset(self, name: str, value: str) -> None:
        """Write a variable as the station itself does."""
        self._find(name).value = value

    def get(self, item: dict[str, Any]) -> dict[str, Any]:
        """A GetVariableResultType for a GetVariableDataType."""
        variable = self._variables.get(_key(item))
        if variable is None:
            return _result(item, self._missing(item))
        return _result(item, "Accepted") | {"attribute_value": variable.value}

    def set(self, item: dict[str, Any]) -> dict[str, Any]:
        """A SetVariableResultType for a SetVariableDataType."""
        variable = self._variables.get(_key(item))
        if variable is None:
            return _result(item, self._missing(item))
        if variable.mutability == "ReadOnly" or not _fits(variable, item["attribute_value"]):
            return _result(item, "Rejected")
        variable.value = item["attribute_value"]
        return _result(item, "Accepted")

    def report(self) -> Iterator[dict[str, Any]]:
        """Every variable as ReportDataType."""
        for (component, name, instance), variable in self._variables.items():
            attribute = {"value": variable.value, "mutability": variable.mutability}
            yield {
                "component": {"name": component},
                "variable": {"name": name} | ({"instance": instance} if instance else {}),
                "variable_attribute": [attribute],
                "variable_characteristics": {
                    "data_type": variable.data_type,
                    "supports_monitoring": False,
                },
            }

    def _named(self, name: str) -> str:
        return self._find(name).value

    def _find(self, name: str) -> Variable:
        return next(v for (_, n, _), v in self._variables.items() if n == name)

    def _missing(self, item: dict[str, Any]) -> str:
        known = any(component == item["component"]["name"] for component, _, _ in self._variables)
        return "UnknownVariable" if known else "UnknownComponent"


def _key(item: dict[str, Any]) -> Key:
    variable = item["variable"]
    return item["component"]["name"], variable["name"], variable.get("instance")


def _result(item: dict[str, Any], status: str) -> dict[str, Any]:
    named = {"component": item["component"], "variable": item["variable"]}
    return named | {"attribute_status": status}


def _fits(variable: Variable, value: str) -> bool:
    if variable.data_type == "boolean":
        return value in ("true", "false")
    return variable.data_type != "integer" or value.isdecimal()
