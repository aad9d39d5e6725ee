"""A registered station, a socket that records what goes out, and deadlines that never come."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

from ocpp_gateway import connections, deadlines
from ocpp_gateway.call_items import find_call, find_marker
from ocpp_gateway.domain.calls import CallRequest
from ocpp_gateway.enqueue_call import enqueue_call
from ocpp_gateway.tables import CallTable, StationTable

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
SOCKET = "JC1dgf9yoAMCK-g="


@dataclass
class Air:
    """The frames that went out, the deadlines that were set, and what happens meanwhile."""

    frames: list[tuple[str, list[Any]]] = field(default_factory=list)
    deadlines: list[tuple[str, str, str, int]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    on_send: Callable[[str], None] = lambda call_id: None
    on_deadline_set: Callable[[str], None] = lambda call_id: None

    def send(self, connection_id: str, text: str) -> bool:
        frame = orjson.loads(text)
        if connection_id in self.gone:
            return False
        self.frames.append((connection_id, frame))
        self.on_send(frame[1])
        return True

    def call_times_out(self, station_id: str, call_id: str, attempt: str, timeout_s: int) -> None:
        self.deadlines.append((station_id, call_id, attempt, timeout_s))
        self.on_deadline_set(call_id)

    @property
    def sent(self) -> list[str]:
        return [frame[1] for _, frame in self.frames]


@pytest.fixture
def air(monkeypatch) -> Air:
    air = Air()
    monkeypatch.setattr(connections, "send", air.send)
    monkeypatch.setattr(deadlines, "call_times_out", air.call_times_out)
    return air


@pytest.fixture
def station(aws, air) -> StationTable:
    evses = [{"id": 1, "connectors": [{"id": 1}]}, {"id": 2, "connectors": [{"id": 1}]}]
    station = StationTable(
        "CS1",
        "station",
        kind="station",
        protocol="ocpp2.0.1",
        registration="Accepted",
        boot_status="Accepted",
        evses=evses,
        connection_id=SOCKET,
    )
    station.save()
    return station


def request(call_id: str = "c1", action: str = "ClearCache", **changes: Any) -> CallRequest:
    fields = {"payload": {}, "timeout_s": 45} | changes
    return CallRequest("CS1", call_id, action, **fields)


def ask(
    call_id: str = "c1", action: str = "ClearCache", after_s: float = 0, **changes: Any
) -> None:
    """A call comes out of the queue; its number in the queue is the digits of its id."""
    now = NOW + timedelta(seconds=after_s)
    sequence = "".join(filter(str.isdigit, call_id))
    enqueue_call(request(call_id, action, **changes), sequence, now, now)


def call(call_id: str = "c1") -> CallTable:
    found = find_call("CS1", call_id)
    assert found is not None
    return found


def ending(call_id: str = "c1") -> str | None:
    return call(call_id).outcome


def out() -> str | None:
    """The id of the call that the marker names."""
    marker = find_marker("CS1")
    return marker and marker.call_id
