"""Which variables a report holds: GetBaseReport's three inventories, GetReport's criteria."""

from collections.abc import Callable
from typing import Any

from local.station.address import Address
from local.station.device_model import DeviceModel
from local.station.variable import Variable

Wanted = Callable[[Address, Variable], bool]

SUMMARY = ("Available", "AvailabilityState", "Problem")


def base(report_base: str) -> Wanted:
    """FullInventory: all; ConfigurationInventory: what can be set; SummaryInventory: the health."""
    if report_base == "SummaryInventory":
        return lambda address, _: address.variable in SUMMARY
    if report_base == "ConfigurationInventory":
        return lambda _, variable: _can_be_set(variable)
    return lambda *_: True


def chosen(
    model: DeviceModel, criteria: list[str] | None, places: list[dict[str, Any]] | None
) -> Wanted:
    """Those at one of `places`, of components of which one of `criteria` is true."""

    def wanted(address: Address, _: Variable) -> bool:
        placed = places is None or any(matches(address, place) for place in places)
        return placed and (criteria is None or _meets_one(model, address, criteria))

    return wanted


def matches(address: Address, place: dict[str, Any]) -> bool:
    """Whether a ComponentVariableType means it; parts that are not named fit all."""
    component, variable = place["component"], place.get("variable") or {}
    evse = component.get("evse") or {}
    pairs = (
        (component["name"], address.component),
        (component.get("instance"), address.component_instance),
        (evse.get("id"), address.evse),
        (evse.get("connector_id"), address.connector),
        (variable.get("name"), address.variable),
        (variable.get("instance"), address.instance),
    )
    return all(asked is None or asked == have for asked, have in pairs)


def _can_be_set(variable: Variable) -> bool:
    return any(a.mutability != "ReadOnly" for a in variable.attributes.values())


def _meets_one(model: DeviceModel, address: Address, criteria: list[str]) -> bool:
    return any(
        variable.read() == "true"
        for other, variable in model.variables.items()
        if other.component_payload == address.component_payload and other.variable in criteria
    )
