"""Every message of every protocol version we speak: it has a route, and schemas that mean it."""

from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest

from corridor_kernel.ocpp.schemas import find_violation, has_schema, request_schema
from ocpp_gateway.check_call import check_call
from ocpp_gateway.domain.calls import CallRequest
from ocpp_gateway.outbound_routes import OUTBOUND
from ocpp_gateway.routes import ROUTES
from ocpp_gateway.tables import StationTable
from tests.schema_payloads import FOLDERS, maximal, minimal, schema

INBOUND = [(version, action) for version, routes in ROUTES.items() for action in routes]
SENT = [(version, action) for version, routes in OUTBOUND.items() for action in routes]
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def actions(version: str) -> set[str]:
    """Every action that the standard's schemas name."""
    spec = find_spec("ocpp")
    assert spec
    assert spec.origin
    folder = Path(spec.origin).parent / FOLDERS[version] / "schemas"
    names = {path.stem for path in folder.glob("*.json")}
    return {
        name.removesuffix("Response")
        for name in names
        if name.endswith("Response") and name.removesuffix("Response")
    }


@pytest.mark.parametrize("version", OUTBOUND)
def test_each_action_of_the_standard_has_a_route(version):
    assert ROUTES[version].keys() | OUTBOUND[version].keys() == actions(version)


@pytest.mark.parametrize("version", OUTBOUND)
def test_only_data_transfer_goes_both_ways(version):
    assert ROUTES[version].keys() & OUTBOUND[version].keys() == {"DataTransfer"}


@pytest.mark.parametrize(("version", "action"), INBOUND + SENT)
def test_the_smallest_and_the_largest_payload_keep_the_schema(version, action):
    route = ROUTES[version].get(action) or OUTBOUND[version][action]
    assert route.request == request_schema(action, version)
    for name in (route.request, route.response):
        assert has_schema(name, version)
        for make in (minimal, maximal):
            assert find_violation(name, make(schema(name, version)), version) is None


@pytest.mark.parametrize(("version", "action"), INBOUND + SENT)
def test_a_payload_with_a_member_of_its_own_breaks_the_schema(version, action):
    """customData is where vendors put theirs; DataTransfer's `data` is open by itself."""
    name = request_schema(action, version)
    payload = minimal(schema(name, version)) | {"theirOwn": 1}
    assert find_violation(name, payload, version) is not None


@pytest.mark.parametrize(("version", "action"), INBOUND)
def test_each_action_of_a_station_is_answered_by_a_use_case(version, action):
    assert ROUTES[version][action].answer is not None


@pytest.mark.parametrize(("version", "action"), SENT)
def test_a_call_of_ours_is_refused_if_it_breaks_its_schema(version, action):
    payload = minimal(schema(request_schema(action, version), version))
    call = CallRequest("CP1", "c1", action, payload | {"theirOwn": 1}, 30)
    station = StationTable("CP1", "station", protocol=version)
    fault = check_call(call, station, NOW)
    assert fault is not None
    assert f"which is not of {OUTBOUND[version][action].request}" in fault
