"""One variable of the device model: where it stands, what it may hold, its attributes."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
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


@dataclass(slots=True)
class Attribute:
    """A value as text and whether the CSMS may read and write it."""

    value: str
    mutability: str = "ReadWrite"


@dataclass(slots=True)
class Variable:
    """Attributes by type, of which `Actual` always exists, and the characteristics they keep to.

    `live` says the Actual value when it is not kept but found out; `guard` refuses more values.
    """

    attributes: dict[str, Attribute]
    data_type: str = "integer"
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    options: tuple[str, ...] = ()
    needs_reboot: bool = False
    monitored: bool = False
    live: Callable[[], str] | None = None
    guard: Callable[[str], bool] = field(default=lambda value: True)
    after_boot: dict[str, str] = field(default_factory=dict)

    def read(self, attribute: str = "Actual") -> str:
        """The value that counts now."""
        if attribute == "Actual" and self.live:
            return self.live()
        return self.attributes[attribute].value

    def fits(self, value: str) -> bool:
        """Whether the characteristics allow it, and the MinSet and MaxSet where it has them."""
        rule = _RULES.get(self.data_type, _is_short_enough)
        return rule(self, value) and self.guard(value)

    def characteristics(self) -> dict[str, Any]:
        """A VariableCharacteristicsType."""
        payload: dict[str, Any] = {
            "unit": self.unit,
            "data_type": self.data_type,
            "min_limit": self.minimum,
            "max_limit": self.maximum,
            "values_list": ",".join(self.options) or None,
            "supports_monitoring": self.monitored,
        }
        return {name: value for name, value in payload.items() if value is not None}

    def limits(self) -> tuple[float, float]:
        """The smallest and the largest number allowed now."""
        bounds = [self.minimum, self.maximum]
        lowest = max(
            (x for x in (bounds[0], self._number("MinSet")) if x is not None), default=None
        )
        highest = min(
            (x for x in (bounds[1], self._number("MaxSet")) if x is not None), default=None
        )
        return (
            float("-inf") if lowest is None else lowest,
            float("inf") if highest is None else highest,
        )

    def _number(self, attribute: str) -> float | None:
        found = self.attributes.get(attribute)
        return float(found.value) if found else None


def _is_boolean(_: Variable, value: str) -> bool:
    return value in ("true", "false")


def _is_integer(variable: Variable, value: str) -> bool:
    return re.fullmatch(r"-?[0-9]{1,18}", value) is not None and _is_in_limits(variable, value)


def _is_decimal(variable: Variable, value: str) -> bool:
    return re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,9})?", value) is not None and _is_in_limits(
        variable, value
    )


def _is_in_limits(variable: Variable, value: str) -> bool:
    lowest, highest = variable.limits()
    return lowest <= float(value) <= highest


def _is_instant(_: Variable, value: str) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_option(variable: Variable, value: str) -> bool:
    return not variable.options or value in variable.options


def _is_list(variable: Variable, value: str) -> bool:
    members = value.split(",") if value else []
    unique = len(set(members)) == len(members)
    return unique and all(_is_option(variable, member) for member in members)


def _is_short_enough(variable: Variable, value: str) -> bool:
    lowest, highest = variable.limits()
    return lowest <= len(value) <= highest


_RULES: dict[str, Callable[[Variable, str], bool]] = {
    "boolean": _is_boolean,
    "integer": _is_integer,
    "decimal": _is_decimal,
    "dateTime": _is_instant,
    "OptionList": _is_option,
    "MemberList": _is_list,
    "SequenceList": _is_list,
}
