"""CloudFront's path function, as the template carries it, and the local front door's copy of it."""

import json

import pytest
from py_mini_racer import MiniRacer

from local.front_door.edge import viewer_request
from tests.services import SERVICES

HEADER = "x-corridor-identity"

# path -> path that API Gateway sees, identity in the header
CASES = {
    "/ocpp/CS1": ("/", "CS1"),
    "/ocpp/DE%2AABC%2AE1": ("/", "DE%2AABC%2AE1"),
    "/ocpp/a%252Fb": ("/", "a%252Fb"),
    "/ocpp/a/b": ("/", "a/b"),
    "/ocpp/": ("/", None),
    "/ocpp": ("/ocpp", None),
    "/ocppx/CS1": ("/ocppx/CS1", None),
    "/": ("/", None),
    "/x/ocpp/CS1": ("/x/ocpp/CS1", None),
}


@pytest.fixture(scope="module")
def edge():
    (gateway,) = (service for service in SERVICES if service.name == "ocpp-gateway")
    (function,) = gateway.resources("AWS::CloudFront::Function").values()
    engine = MiniRacer()
    engine.eval(function["FunctionCode"])
    engine.eval("const run = (text) => JSON.stringify(handler(JSON.parse(text)))")

    def run(uri, headers):
        request = {"uri": uri, "querystring": {}, "headers": headers}
        return json.loads(engine.call("run", json.dumps({"request": request})))

    return run


@pytest.mark.parametrize(("path", "expected"), CASES.items())
@pytest.mark.parametrize("forged", [{}, {HEADER: {"value": "somebody-else"}}])
def test_the_path_becomes_a_header_and_a_forged_one_is_lost(edge, path, expected, forged):
    request = edge(path, {"authorization": {"value": "Basic eA=="}} | forged)
    assert (request["uri"], request["headers"].get(HEADER, {}).get("value")) == expected
    assert request["headers"]["authorization"] == {"value": "Basic eA=="}


@pytest.mark.parametrize(("path", "expected"), CASES.items())
def test_the_front_door_does_the_same(path, expected):
    forged = [("X-Corridor-Identity", "somebody-else"), ("Authorization", "Basic eA==")]
    target, headers = viewer_request(f"{path}?a=b", forged)
    sent = {name.lower(): value for name, value in headers}
    # An empty header is a missing identity source, as no header is.
    assert (target.partition("?")[0], sent.get(HEADER) or None) == expected
