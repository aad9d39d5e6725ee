"""A registered station, and eyes on what goes to DynamoDB."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import jsonschema_rs
import pytest

from tests.unit.ocpp_gateway.inbound.speaking import PASSWORD, read_station


@pytest.fixture(autouse=True)
def fresh_environment(monkeypatch) -> None:
    """Each test starts in an execution environment that has seen nobody yet."""
    from ocpp_gateway import admit_call, breaker, mark_seen

    monkeypatch.setattr(breaker, "_known", {})
    monkeypatch.setattr(mark_seen, "_seen", {})
    monkeypatch.setattr(admit_call, "_accepted", set())


@pytest.fixture(autouse=True)
def events_keep_their_schemas(aws: None) -> Iterator[None]:
    """Whatever a test makes the gateway tell is what its event's schema says."""
    from corridor_aws.outbox import OutboxItem

    yield
    for item in OutboxItem.scan():
        jsonschema_rs.validate(_schema(item.name), json.loads(item.detail), validate_formats=True)
        assert item.source == "corridor.ocpp-gateway"


def _schema(name: str) -> dict:
    folder = Path(__file__).parents[4] / "functions/ocpp-gateway/events"
    return json.loads((folder / f"{name}.v1.json").read_text())


@pytest.fixture
def register(aws: None) -> Callable:
    """Registers a station as the operator would; keywords replace attributes of its item."""

    def register(station_id: str = "CP1", **more):
        from ocpp_gateway.domain.passwords import hash_password
        from ocpp_gateway.tables import StationTable

        attributes = {
            "kind": "station",
            "password_hash": hash_password(PASSWORD, b"0123456789abcdef"),
            "site": {"id": "S1", "time_zone": "Europe/Berlin", "country": "DE", "currency": "EUR"},
            "evses": [{"id": 1, "connectors": [{"id": 1, "type": "cCCS2", "max_power_w": 150000}]}],
            "protocol": "ocpp2.0.1",
            "registration": "Accepted",
        }
        StationTable(station_id, "station", **(attributes | more)).save()

    return register


@pytest.fixture
def station(register: Callable) -> Callable:
    """Reads the item of an accepted station, `CP1` on socket `S0CK3T=`."""
    register(boot_status="Accepted", connection_id="S0CK3T=")
    return read_station


@pytest.fixture
def broken(monkeypatch) -> Callable:
    """Makes DynamoDB operations fail as they do in a regional outage."""
    from botocore.exceptions import ClientError

    from corridor_aws.tables import _CONNECTION

    def fail(*operations: str, code: str = "InternalServerError") -> None:
        client = _CONNECTION.client
        original = client._make_api_call

        def call_api(operation: str, arguments: dict):
            if operation in operations:
                body = {"Error": {"Code": code, "Message": "down"}}
                raise ClientError(body, operation)
            return original(operation, arguments)

        monkeypatch.setattr(client, "_make_api_call", call_api)

    return fail
