"""How a CALL of 2.0.1 is said to a 1.6 station: in its words, answered here, or not at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """The CALL of 1.6 that goes out."""

    action: str
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """The answer of 2.0.1 to what needs no asking: no 1.6 station can have it."""

    response: dict[str, Any]


class CannotSay(Exception):
    """1.6 has no words for it; the text says what is missing."""


Say = Callable[[Json], Asked | Known]
Understand = Callable[[Json, Json], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Translation:
    """`say(payload)` there; `understand(payload, response)` back, payload and result in 2.0.1."""

    say: Say
    understand: Understand


def status(_: Json, response: Json) -> dict[str, Any]:
    """A status that both versions have."""
    return {"status": response["status"]}


def status_or(instead: Mapping[str, str]) -> Understand:
    """A status; one that 2.0.1 has not is another there, and the reason tells it."""

    def understand(_: Json, response: Json) -> dict[str, Any]:
        told = response["status"]
        if told not in instead:
            return {"status": told}
        return {"status": instead[told], "statusInfo": {"reasonCode": told}}

    return understand


def same(action: str) -> Translation:
    """Both versions say it alike, and so they answer."""
    return Translation(
        lambda payload: Asked(action, dict(payload)), lambda _, response: dict(response)
    )


def known(**members: Any) -> dict[str, Any]:
    """The members that are there."""
    return {name: value for name, value in members.items() if value is not None}
