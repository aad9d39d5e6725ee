"""What a rule is, and what it may know of the station."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from corridor_kernel.ocpp.frames import Payload
from ocpp_gateway.domain.variables import value_of

Json = Mapping[str, Any]

# EVSE id -> ids of its connectors, as the station was registered.
Evses = Mapping[int, Collection[int]]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a station: its EVSEs, and its records by kind and key."""

    now: datetime
    evses: Evses = field(default_factory=dict)
    records: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)

    def of_kind(self, kind: str) -> Mapping[str, Json]:
        """The records of a kind that were read, by their keys."""
        return self.records.get(kind, {})

    def value(self, variable: str) -> str | None:
        """What a variable was last told to be; None if nobody told."""
        return value_of(self.of_kind("variable").get(variable))

    def number(self, variable: str) -> int | None:
        """The value of a variable that is a number."""
        value = self.value(variable)
        return int(value) if value and value.isdecimal() else None

    def members(self, variable: str) -> frozenset[str] | None:
        """The members of a MemberList."""
        value = self.value(variable)
        return frozenset(map(str.strip, value.split(","))) if value else None

    def max_limit(self, variable: str) -> float | None:
        """The maxLimit of a variable."""
        content = self.of_kind("variable").get(variable, {})
        limit: float | None = content.get("characteristics", {}).get("maxLimit")
        return limit

    def is_off(self, variable: str) -> bool:
        """Whether a variable was told to be false."""
        return (self.value(variable) or "").casefold() == "false"


def _nothing(payload: Payload) -> Iterator[tuple[str, str]]:
    yield from ()


@dataclass(frozen=True, slots=True)
class Rule:
    """Every fault of a schema-valid payload, each with the id of what it breaks.

    To find them takes the `variables` by their keys, the records that `reads` names by kind and
    key, and all records of the kinds in `lists`.
    """

    faults: Callable[[Payload, Known], Iterator[str]]
    variables: tuple[str, ...] = ()
    reads: Callable[[Payload], Iterator[tuple[str, str]]] = _nothing
    lists: tuple[str, ...] = ()

    def keys(self, payload: Payload) -> Iterator[tuple[str, str]]:
        """Kind and key of each record that is read by its key."""
        yield from (("variable", key) for key in self.variables)
        yield from self.reads(payload)


def unknown_place(
    known: Known, evse_id: int | None, connector_id: int | None = None
) -> Iterator[str]:
    """The EVSE or connector that the station was not registered with."""
    if evse_id is None:
        return
    if evse_id not in known.evses:
        yield f"The station has no EVSE {evse_id}."
    elif connector_id is not None and connector_id not in known.evses[evse_id]:
        yield f"EVSE {evse_id} has no connector {connector_id}."


def size_limits(controller: str, action: str) -> tuple[str, str]:
    """The variables that limit a message: items and bytes."""
    return (
        f"{controller}/ItemsPerMessage[{action}]",
        f"{controller}/BytesPerMessage[{action}]",
    )


def too_large(
    known: Known, limits: tuple[str, str], items: Collection[Any], payload: Payload
) -> Iterator[str]:
    """More than the station told that it takes (R-BOOT-6)."""
    most_items, most_bytes = known.number(limits[0]), known.number(limits[1])
    if most_items is not None and len(items) > most_items:
        yield f"The station takes at most {most_items} items in it ({limits[0]}, R-BOOT-6)."
    if most_bytes is not None and len(orjson.dumps(payload)) > most_bytes:
        yield f"The station takes at most {most_bytes} bytes of it ({limits[1]}, R-BOOT-6)."


def report_key(payload: Payload) -> Iterator[tuple[str, str]]:
    """The report that a requestId stands for."""
    yield "report", str(payload["requestId"])


def used_request_id(payload: Payload, known: Known) -> Iterator[str]:
    """A report that is complete: a second one under its requestId could not be told from it."""
    report = known.of_kind("report").get(str(payload["requestId"]))
    if report is not None and report["complete"]:
        yield f"requestId {payload['requestId']} stands for an earlier report (R-BOOT-5)."
