"""The handshake as CloudFront and API Gateway do it (aws.md §1.2, §1.3)."""

import pytest
from websockets.exceptions import InvalidStatus

from tests.unit.local.front_door.conftest import ask


def refused(door, **options) -> int:
    """The status with which a handshake ends."""
    with pytest.raises(InvalidStatus) as caught:
        door.connect(**options)
    return caught.value.response.status_code


def test_the_identity_reaches_the_functions_as_the_station_encoded_it(door):
    with door.connect("/ocpp/DE%2FBER%201?x=1"):
        event = door.note("connect")
    assert event["headers"]["x-corridor-identity"] == "DE%2FBER%201"
    assert event["queryStringParameters"] == {"x": "1"}


def test_an_identity_header_from_outside_is_lost(door):
    with door.connect("/ocpp/CS1", headers={"X-Corridor-Identity": "CS2"}):
        headers = door.note("connect")["headers"]
    named = {name: value for name, value in headers.items() if "identity" in name.lower()}
    assert named == {"x-corridor-identity": "CS1"}


def test_api_gateway_takes_no_other_path(door):
    assert refused(door, path="/elsewhere/CS1") == 403
    assert door.notes("authorize") == []


def test_a_missing_identity_source_is_401_and_the_authorizer_is_not_asked(door):
    assert refused(door, authorization=None) == 401
    assert refused(door, authorization="") == 401
    assert door.notes("authorize") == []


@pytest.mark.parametrize(
    ("authorization", "status"),
    [
        ("unauthorized", 401),
        ("deny", 403),
        ("elsewhere", 403),
        ("crash", 500),
        ("nested", 500),
    ],
)
def test_the_authorizers_verdict_is_the_handshakes_status(door, authorization, status):
    assert refused(door, authorization=authorization) == status
    assert door.notes("connect") == []


def test_the_authorizers_context_is_in_every_later_event_as_text(door):
    with door.connect() as socket:
        assert '"generation": "7"' in ask(socket, "event")
    expected = {"station_id": "CS1", "generation": "7", "new": "true", "principalId": "CS1"}
    for event in (door.note("connect"), door.note("disconnect")):
        assert event["requestContext"]["authorizer"] == expected


def test_the_authorizer_sees_the_whole_request(door):
    with door.connect(subprotocols=["ocpp2.0.1"]):
        event = door.note("authorize")
    assert event["type"] == "REQUEST"
    assert event["methodArn"].endswith(":abcdefgh/local/$connect")
    assert event["headers"]["Sec-WebSocket-Protocol"] == "ocpp2.0.1"
    assert event["multiValueHeaders"]["Authorization"] == ["allow"]
    assert "authorizer" not in event["requestContext"]


def test_connect_chooses_the_subprotocol(door):
    with door.connect(
        subprotocols=["ocpp1.6", "ocpp2.0.1"], headers={"x-subprotocol": "ocpp2.0.1"}
    ) as socket:
        assert socket.subprotocol == "ocpp2.0.1"


def test_without_a_chosen_subprotocol_the_socket_has_none(door):
    with door.connect(subprotocols=["ocpp2.0.1"]) as socket:
        assert socket.subprotocol is None


@pytest.mark.parametrize(("wanted", "status"), [("400", 400), ("403", 403), ("raise", 502)])
def test_connects_status_is_the_handshakes(door, wanted, status):
    assert refused(door, headers={"x-status": wanted}) == status
    assert door.gateway.connections == {}


def test_a_connect_that_takes_too_long_is_504(start):
    door = start(warm=True, integration_timeout_s=1.5)
    assert refused(door, headers={"x-gate": "never"}) == 504


def test_frames_are_never_compressed(door):
    with door.connect(compression="deflate") as socket:
        assert socket.protocol.extensions == []


def test_a_handshake_without_a_key_is_400(door, http):
    answer = http(
        "GET /ocpp/CS1 HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Authorization: allow\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    assert answer.status == 400
    assert door.gateway.connections == {}
    with door.connect():
        pass
    door.note("disconnect")
    assert len(door.notes("disconnect")) == 1


def test_connection_ids_need_url_encoding(door):
    with door.connect():
        connection_id = door.note("connect")["requestContext"]["connectionId"]
    assert len(connection_id) == 16
    assert connection_id.endswith("=")
