"""Where a variable of the device model stands: its component, EVSE and connector."""

import re
from dataclasses import dataclass
from typing import Any

NAME = re.compile(r"^(?P<name>.+?)(?:\[(?P<instance>.+)\])?$")


@dataclass(frozen=True, slots=True)
class Address:
    """A variable of a component; evse and connector 0 mean none."""

    component: str
    variable: str
    instance: str | None = None
    evse: int = 0
    connector: int = 0
    component_instance: str | None = None

    @property
    def component_payload(self) -> dict[str, Any]:
        """A ComponentType."""
        payload: dict[str, Any] = {"name": self.component}
        if self.component_instance:
            payload["instance"] = self.component_instance
        if self.evse:
            connector = {"connector_id": self.connector} if self.connector else {}
            payload["evse"] = {"id": self.evse} | connector
        return payload

    @property
    def variable_payload(self) -> dict[str, Any]:
        """A VariableType."""
        return {"name": self.variable} | ({"instance": self.instance} if self.instance else {})

    def __str__(self) -> str:
        evse = f"@{self.evse}" if self.evse else ""
        connector = f".{self.connector}" if self.connector else ""
        instance = f"[{self.instance}]" if self.instance else ""
        return f"{self.component}{evse}{connector}/{self.variable}{instance}"


def address_of(item: dict[str, Any]) -> Address:
    """Where the `component` and `variable` of a message point."""
    component, variable = item["component"], item["variable"]
    evse = component.get("evse") or {}
    return Address(
        component["name"],
        variable["name"],
        variable.get("instance"),
        evse.get("id", 0),
        evse.get("connector_id", 0),
        component.get("instance"),
    )
