"""The variables a new station has: variables.yaml, once for each EVSE and connector."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from local.station.address import NAME, Address
from local.station.variable import Attribute, Variable

FILE = Path(__file__).with_name("variables.yaml")


def inventory(evses: int) -> dict[Address, Variable]:
    """Every variable of a station with that many EVSEs of one connector each."""
    variables = dict(_variables("station"))
    for evse in range(1, evses + 1):
        variables |= _variables("evse", evse)
        variables |= _variables("connector", evse, 1)
    return variables


def _variables(section: str, evse: int = 0, connector: int = 0) -> dict[Address, Variable]:
    return {
        _address(component, name, evse, connector): _variable(spec)
        for component, variables in _content()[section].items()
        for name, spec in variables.items()
    }


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(FILE.read_text())
    return content


def _address(component: str, name: str, evse: int, connector: int) -> Address:
    found = NAME.match(name)
    assert found
    return Address(component, found["name"], found["instance"], evse, connector)


def _variable(spec: dict[str, Any]) -> Variable:
    mutability = spec.get("mutability", "ReadWrite")
    actual = {"Actual": Attribute(spec.get("value", "0"), mutability)}
    others = {kind: Attribute(value) for kind, value in spec.get("attributes", {}).items()}
    return Variable(
        attributes=actual | others,
        data_type=spec.get("type", "integer"),
        unit=spec.get("unit"),
        minimum=spec.get("min"),
        maximum=spec.get("max"),
        options=tuple(spec.get("options", ())),
        needs_reboot=spec.get("reboot", False),
        monitored=spec.get("monitored", False),
    )
