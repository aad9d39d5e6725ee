"""The device model (ocpp.md §3.2): what GetVariables and SetVariables read and write."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from local.station.address import Address, address_of
from local.station.inventory import inventory
from local.station.variable import Attribute, Variable

Watch = Callable[[Address, str], None]


class DeviceModel:
    """Variables by address; the station's own code names them `HeartbeatInterval`,
    `AuthCacheCtrlr/Enabled` or `DeviceDataCtrlr/ItemsPerMessage[GetReport]`, as short as is clear.
    """

    def __init__(self, values: Mapping[str, Any] | None = None, evses: int = 1) -> None:
        """`values` preset variables by name."""
        self.variables = inventory(evses)
        self._names = _short_names(self.variables)
        self._watches: list[Watch] = []
        for name, value in (values or {}).items():
            self.preset(name, str(value))

    def number(self, name: str) -> float:
        """A variable's number: seconds or a count."""
        return float(self.text(name))

    def flag(self, name: str) -> bool:
        return self.text(name) == "true"

    def text(self, name: str) -> str:
        """A variable's value; KeyError if the name is unknown or fits several."""
        return self.named(name).read()

    def named(self, name: str) -> Variable:
        """The one variable of that name."""
        return self.variables[self._names[name]]

    def preset(self, name: str, value: str) -> None:
        """Write a variable as the station itself does."""
        self._write(self._names[name], "Actual", value)

    def watch(self, callback: Watch) -> None:
        """Call it with address and value whenever an Actual value was written."""
        self._watches.append(callback)

    def boot(self) -> None:
        """What waited for a reboot counts now."""
        for address, variable in self.variables.items():
            for attribute, value in variable.after_boot.items():
                self._write(address, attribute, value)
            variable.after_boot.clear()

    def get(self, item: dict[str, Any]) -> dict[str, Any]:
        """A GetVariableResultType for a GetVariableDataType."""
        status, variable, attribute = self._look_up(item)
        if status == "Accepted" and attribute.mutability == "WriteOnly":
            status = "Rejected"
        if status != "Accepted":
            return _result(item, status)
        value = variable.read(item.get("attribute_type", "Actual"))
        return _result(item, status) | {"attribute_value": value}

    def set(self, item: dict[str, Any]) -> dict[str, Any]:
        """A SetVariableResultType for a SetVariableDataType."""
        status, variable, attribute = self._look_up(item)
        if status != "Accepted":
            return _result(item, status)
        if attribute.mutability == "ReadOnly" or not variable.fits(item["attribute_value"]):
            return _result(item, "Rejected")
        kind = item.get("attribute_type", "Actual")
        if variable.needs_reboot:
            variable.after_boot[kind] = item["attribute_value"]
            return _result(item, "RebootRequired")
        self._write(address_of(item), kind, item["attribute_value"])
        return _result(item, "Accepted")

    def report(self, wanted: Callable[[Address, Variable], bool]) -> Iterator[dict[str, Any]]:
        """The wanted variables as ReportDataType."""
        for address, variable in self.variables.items():
            if wanted(address, variable):
                yield {
                    "component": address.component_payload,
                    "variable": address.variable_payload,
                    "variable_attribute": [_told(variable, k) for k in variable.attributes],
                    "variable_characteristics": variable.characteristics(),
                }

    def missing(self, address: Address) -> str:
        """UnknownComponent or UnknownVariable, for an address that holds nothing."""
        component = address.component_payload
        known = any(component == other.component_payload for other in self.variables)
        return "UnknownVariable" if known else "UnknownComponent"

    def _look_up(self, item: dict[str, Any]) -> tuple[str, Variable, Attribute]:
        address = address_of(item)
        variable = self.variables.get(address, _NOTHING)
        attribute = variable.attributes.get(item.get("attribute_type", "Actual"))
        if variable is _NOTHING:
            return self.missing(address), variable, _NO_ATTRIBUTE
        if attribute is None:
            return "NotSupportedAttributeType", variable, _NO_ATTRIBUTE
        return "Accepted", variable, attribute

    def _write(self, address: Address, attribute: str, value: str) -> None:
        self.variables[address].attributes[attribute].value = value
        if attribute == "Actual":
            for callback in self._watches:
                callback(address, value)


_NOTHING = Variable({})
_NO_ATTRIBUTE = Attribute("")


def _short_names(variables: Mapping[Address, Variable]) -> dict[str, Address]:
    names: dict[str, list[Address]] = {}
    for address in variables:
        full, short = str(address), str(address).partition("/")[2]
        for name in {full, full.partition("[")[0], short, short.partition("[")[0]}:
            names.setdefault(name, []).append(address)
    return {name: found[0] for name, found in names.items() if len(found) == 1}


def _told(variable: Variable, kind: str) -> dict[str, Any]:
    attribute = variable.attributes[kind]
    told = {"type": kind, "mutability": attribute.mutability, "persistent": True}
    readable = attribute.mutability != "WriteOnly"
    return told | ({"value": variable.read(kind)} if readable else {})


def _result(item: dict[str, Any], status: str) -> dict[str, Any]:
    named = {"component": item["component"], "variable": item["variable"]}
    kind = {"attribute_type": item["attribute_type"]} if "attribute_type" in item else {}
    return named | kind | {"attribute_status": status}
