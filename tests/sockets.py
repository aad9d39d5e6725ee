"""A station's bare socket for tests: frames as texts, whatever they say."""

import base64
import itertools
import json
from typing import Any
from uuid import uuid4

from websockets.sync.client import ClientConnection, connect

PASSWORD = "correct horse battery"
BOOT = {"reason": "PowerUp", "chargingStation": {"model": "Test", "vendorName": "Corridor"}}

_numbers = itertools.count(1)


def register(cloud: Any, site: dict[str, str] | None = None) -> str:
    """The id of a new station with one EVSE."""
    station_id = f"CS-{uuid4().hex[:8]}"
    amsterdam = {"id": "s1", "time_zone": "Europe/Amsterdam", "country": "NL", "currency": "EUR"}
    station = {
        "id": station_id,
        "password": PASSWORD,
        "site": site or amsterdam,
        "evses": [{"id": 1, "connectors": [{"id": 1, "type": "cCCS2", "max_power_w": 150_000}]}],
        "provisioning": "OnRequest",
    }
    status, answer = cloud.operator("POST", "/stations", station)
    assert status == 201, answer
    return station_id


def open_socket(cloud: Any, station_id: str) -> ClientConnection:
    """A socket of the station; close it."""
    credentials = base64.b64encode(f"{station_id}:{PASSWORD}".encode()).decode()
    return connect(
        cloud.ocpp + station_id,
        subprotocols=["ocpp2.0.1"],  # type: ignore[list-item]
        additional_headers={"Authorization": f"Basic {credentials}"},
        open_timeout=60,
    )


def send(socket: ClientConnection, frame: str | bytes) -> Any:
    """The frame that answers `frame`."""
    socket.send(frame)
    return receive_answer(socket)


def receive_answer(socket: ClientConnection) -> Any:
    """The next frame that is no CALL of ours: those may come at any time, and time out here."""
    while is_call(answer := json.loads(socket.recv(timeout=60))):
        pass
    return answer


def is_call(frame: Any) -> bool:
    return isinstance(frame, list) and frame[:1] == [2]


def call(socket: ClientConnection, action: str, payload: dict[str, Any]) -> Any:
    """The frame that answers a CALL."""
    return send(socket, json.dumps([2, f"t{next(_numbers)}", action, payload]))


def boot(socket: ClientConnection) -> None:
    """Boot, and be accepted."""
    assert call(socket, "BootNotification", BOOT)[2]["status"] == "Accepted"
