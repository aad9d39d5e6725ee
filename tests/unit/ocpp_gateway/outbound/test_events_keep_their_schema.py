"""What is told of stations and calls is what `events/` says."""

import jsonschema_rs
import orjson
import pytest

from corridor_aws.outbox import OutboxItem
from corridor_kernel.ocpp.frames import CallError, CallResult
from ocpp_gateway.receive_answer import receive_answer
from ocpp_gateway.register_station import register_station
from tests.services import ROOT
from tests.unit.ocpp_gateway.outbound.conftest import NOW, SOCKET, ask
from tests.unit.ocpp_gateway.outbound.test_operator import NEW


def check_all() -> set[str]:
    """Checks every event in the outbox; returns their names."""
    for item in OutboxItem.scan():
        path = ROOT / f"functions/ocpp-gateway/events/{item.name}.v1.json"
        validator = jsonschema_rs.validator_for(path.read_text(), validate_formats=True)
        validator.validate(orjson.loads(item.detail))
        assert item.source == "corridor.ocpp-gateway"
    return {item.name for item in OutboxItem.scan()}


@pytest.mark.parametrize("name", [{}, {"name": "Rasthof Brno"}])
def test_a_registered_station(aws, name):
    register_station(NEW | {"site": NEW["site"] | name}, NOW)
    assert check_all() == {"StationRegistered"}


@pytest.mark.parametrize(
    "frame",
    [
        CallResult("c1", {"status": "Accepted"}),
        CallError("c1", "NotSupported", "no cache"),
        CallError("c1", "GenericError"),
    ],
)
def test_an_answered_call(station, air, frame):
    ask("c1")
    receive_answer("CS1", frame, NOW)
    assert check_all() == {"CallFinished"}


@pytest.mark.parametrize("action", ["ClearCache", "MakeCoffee"])
def test_a_call_that_failed_without_the_station(station, air, action):
    air.gone.add(SOCKET)
    ask("c1", action)
    assert check_all() == {"CallFinished"}
