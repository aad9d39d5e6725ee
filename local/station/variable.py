"""One variable of the device model: what it may hold, and its attributes."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


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
