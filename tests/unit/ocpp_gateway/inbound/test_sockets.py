"""Opening and closing a socket: authorizer, `$connect`, `$disconnect` (R-RPC-1..3)."""

import base64
from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from tests.unit.ocpp_gateway.inbound.speaking import PASSWORD, read_station

ARN = "arn:aws:execute-api:eu-central-1:123456789012:api/test/$connect"


def basic(username: str, password: str = PASSWORD) -> str:
    return "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()


def authorize(path_rest: str = "CP1", authorization: str | None = None, **headers) -> dict:
    from ocpp_gateway.handlers.authorize_connection import handler

    given = {
        "x-corridor-identity": path_rest,
        "Authorization": authorization or basic(path_rest),
        "Sec-WebSocket-Protocol": "ocpp2.0.1",
    }
    return handler({"methodArn": ARN, "headers": given | headers}, None)


def connect(offered: str | None = "ocpp2.0.1", connection_id: str = "NEW=", **who) -> dict:
    from ocpp_gateway.handlers.on_connect import handler

    context = authorize(**{"Sec-WebSocket-Protocol": offered or ""})["context"] | who
    request = {"connectionId": connection_id, "authorizer": context}
    headers = {} if offered is None else {"Sec-WebSocket-Protocol": offered}
    return handler({"requestContext": request, "headers": headers}, None)


def disconnect(connection_id: str) -> None:
    from ocpp_gateway.handlers.on_disconnect import handler

    request = {"connectionId": connection_id, "authorizer": {"station_id": "CP1"}}
    handler({"requestContext": request}, None)


@pytest.fixture
def closed(monkeypatch) -> list[tuple[str, int]]:
    """The sockets that are to be closed, with the seconds until then."""
    from ocpp_gateway import open_connection

    sockets: list[tuple[str, int]] = []
    monkeypatch.setattr(open_connection, "close_later", lambda *given: sockets.append(given))
    return sockets


def test_a_known_station_is_allowed_with_what_each_frame_needs(register):
    register(boot_status="Accepted")
    answer = authorize()
    assert answer["policyDocument"]["Statement"] == [
        {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": ARN}
    ]
    assert answer["principalId"] == "CP1"
    assert answer["context"] == {
        "station_id": "CP1",
        "known": "true",
        "site_id": "S1",
        "connectors": "1:cCCS2",
        "protocol": "ocpp2.0.1",
        "standing": "Accepted",
    }


@pytest.mark.parametrize(
    ("policy", "boot_status", "standing"),
    [
        ("Accepted", None, "Unbooted"),
        ("Accepted", "Pending", "Pending"),
        ("Accepted", "Accepted", "Accepted"),
        ("Pending", "Accepted", "Pending"),
        ("Rejected", "Accepted", "Rejected"),
    ],
)
def test_the_standing_survives_disconnects(register, policy, boot_status, standing):
    register(registration=policy, boot_status=boot_status)
    assert authorize()["context"]["standing"] == standing


@pytest.mark.parametrize(
    "authorization",
    [
        basic("CP1", "wrong"),
        basic("CP1", ""),
        basic("CP2"),
        basic("cp1"),
        "Bearer x",
        "Basic !!!",
        "Basic " + base64.b64encode(b"no colon").decode(),
        "Basic " + base64.b64encode(b"\xff\xfe:x").decode(),
        "Basic",
    ],
)
def test_bad_credentials_are_unauthorized(register, authorization):
    register()
    with pytest.raises(Exception, match=r"^Unauthorized$"):
        authorize(authorization=authorization)


def test_missing_credentials_are_unauthorized(register):
    from ocpp_gateway.handlers.authorize_connection import handler

    register()
    for headers in ({"X-Corridor-Identity": "CP1"}, {"x-corridor-identity": "CP1"}):
        with pytest.raises(Exception, match=r"^Unauthorized$"):
            handler({"methodArn": ARN, "headers": headers}, None)


@pytest.mark.parametrize(
    "path_rest", ["CP2", "cp1", "", "CP:1", "C" * 49, "CP1/x", "%2543P1", "%FF"]
)
def test_a_stranger_gets_404(register, path_rest):
    """`%25` decoded twice would make `%2543P1` the identity CP1."""
    register()
    from ocpp_gateway.handlers.on_connect import handler

    context = authorize(path_rest, basic("CP1"))["context"]
    assert context["known"] == "false"
    event = {"requestContext": {"connectionId": "NEW=", "authorizer": context}, "headers": {}}
    assert handler(event, None) == {"statusCode": 404}
    assert read_station().connection_id is None


@pytest.mark.parametrize("identity", ["DE*ACM*E1|2", "CP@site=1.a+b-c_d", "C" * 48])
def test_an_identity_is_decoded_once_and_is_the_user_name(register, identity):
    register(identity)
    answer = authorize(quote(identity, safe=""), basic(identity))
    assert answer["context"]["station_id"] == identity
    if quote(identity, safe="") != identity:
        with pytest.raises(Exception, match=r"^Unauthorized$"):
            authorize(quote(identity, safe=""), basic(quote(identity, safe="")))


def test_one_slow_hash_per_connect_and_none_for_a_stranger(register, monkeypatch):
    import hashlib

    from ocpp_gateway.domain import passwords

    register()
    hashed, scrypt = [], hashlib.scrypt
    count = lambda *a, **k: hashed.append(1) or scrypt(*a, **k)  # noqa: E731
    monkeypatch.setattr(passwords.hashlib, "scrypt", count)
    authorize()
    assert len(hashed) == 1
    authorize("STRANGER")
    assert len(hashed) == 1


def test_only_our_own_edge_may_name_an_identity(register, monkeypatch):
    register()
    monkeypatch.setenv("ORIGIN_SECRET", "s3cret")
    for given in ({}, {"x-corridor-origin": "other"}):
        with pytest.raises(Exception, match=r"^Unauthorized$"):
            authorize(**given)
    assert authorize(**{"X-Corridor-Origin": "s3cret"})["context"]["known"] == "true"


@pytest.mark.parametrize(
    ("offered", "spoken"),
    [
        ("ocpp2.0.1", "ocpp2.0.1"),
        ("ocpp1.6", "ocpp1.6"),
        ("ocpp2.0.1, ocpp1.6", "ocpp2.0.1"),
        ("ocpp1.6,ocpp2.0.1", "ocpp1.6"),
        ("x,\tocpp2.0.1 ", "ocpp2.0.1"),
    ],
)
@pytest.mark.parametrize("registered", ["ocpp2.0.1", "ocpp1.6"])
def test_the_subprotocol_is_the_first_of_the_station_s_that_we_speak(
    register, outbox, offered, spoken, registered
):
    """With new firmware a station changes its version; nobody has to register it anew."""
    register(protocol=registered)
    answer = connect(offered)
    assert answer == {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": spoken}}
    station = read_station()
    assert (station.connection_id, station.connection_protocol) == ("NEW=", spoken)
    assert station.connected_at == station.last_seen
    data = {"station_id": "CP1", "connection_id": "NEW=", "protocol": spoken}
    assert outbox() == [("StationConnected", data)]


def test_each_frame_is_read_in_the_version_that_the_handshake_chose(register):
    register()
    context = authorize(**{"Sec-WebSocket-Protocol": "ocpp1.6, ocpp2.0.1"})["context"]
    assert context["protocol"] == "ocpp1.6"


def test_the_subprotocol_may_stand_on_several_lines(register):
    from ocpp_gateway.handlers.on_connect import handler

    register()
    event = {
        "requestContext": {"connectionId": "NEW=", "authorizer": authorize()["context"]},
        "headers": {"sec-websocket-protocol": "ocpp1.6"},
        "multiValueHeaders": {"sec-websocket-protocol": ["ocpp2.0.1", "ocpp1.6"]},
    }
    assert handler(event, None)["headers"] == {"Sec-WebSocket-Protocol": "ocpp2.0.1"}


@pytest.mark.parametrize("offered", [None, "", "ocpp1.5", "OCPP2.0.1", "ocpp2.0.1x"])
def test_without_an_acceptable_one_the_handshake_ends_and_the_socket_closes(
    register, outbox, closed, offered
):
    register()
    assert connect(offered) == {"statusCode": 200, "headers": {}}
    assert closed == [("NEW=", 1)]
    assert read_station().connection_id is None
    assert outbox() == []


def test_of_two_sockets_the_newest_wins_and_the_other_is_closed(register, closed):
    register()
    connect(connection_id="OLD=")
    connect(connection_id="NEW=")
    assert read_station().connection_id == "NEW="
    assert closed == [("OLD=", 0)]


def test_two_handshakes_at_once_still_close_the_older(register, closed):
    """Both authorizers ran before either `$connect`: the write finds out."""
    register()
    connect(connection_id="OLD=")
    connect(connection_id="NEW=", former="")
    assert read_station().connection_id == "NEW="
    assert closed == [("OLD=", 0)]
    connect(connection_id="NEWEST=", former="LONG-GONE=")
    assert closed == [("OLD=", 0), ("NEW=", 0)]


def test_a_station_deleted_meanwhile_is_not_made_again(register):
    from ocpp_gateway.tables import StationTable

    register()
    context = authorize()["context"]
    read_station().delete()
    from ocpp_gateway.handlers.on_connect import handler

    event = {
        "requestContext": {"connectionId": "NEW=", "authorizer": context},
        "headers": {"Sec-WebSocket-Protocol": "ocpp2.0.1"},
    }
    with pytest.raises(RuntimeError):
        handler(event, None)
    assert list(StationTable.scan()) == []


def test_a_handshake_that_cannot_be_recorded_is_refused(register, broken):
    """R-OUT-1: better no socket than one that counts attempts."""
    register()
    broken("TransactWriteItems")
    with pytest.raises(Exception, match="Failed to write"):
        connect()


def test_a_disconnect_is_kept_and_told(register, outbox):
    register()
    connect()
    disconnect("NEW=")
    station = read_station()
    assert station.connection_id is None
    assert station.disconnected_at <= datetime.now(UTC)
    data = {"station_id": "CP1", "connection_id": "NEW="}
    assert ("StationDisconnected", data) in outbox()
    connect(connection_id="NEXT=")
    assert read_station().disconnected_at is None


def test_a_disconnect_that_comes_after_the_reconnect_changes_nothing(register, outbox):
    register()
    connect(connection_id="OLD=")
    connect(connection_id="NEW=")
    disconnect("OLD=")
    assert read_station().connection_id == "NEW="
    assert [name for name, _ in outbox()] == ["StationConnected"] * 2


def test_a_disconnect_told_twice_is_told_once(register, outbox):
    register()
    connect()
    disconnect("NEW=")
    disconnect("NEW=")
    assert [name for name, _ in outbox()].count("StationDisconnected") == 1


@pytest.mark.parametrize("connection_id", ["NEW=", "OLD="])
def test_a_call_that_was_out_ends(register, monkeypatch, connection_id):
    from ocpp_gateway import close_connection

    register(connection_id="NEW=")
    ended = []
    monkeypatch.setattr(close_connection, "end_inflight_call", lambda *given: ended.append(given))
    disconnect(connection_id)
    assert [given[:2] for given in ended] == [("CP1", "Disconnected")]


def test_trouble_at_a_disconnect_raises(register, broken):
    register(connection_id="NEW=")
    broken("TransactWriteItems")
    with pytest.raises(Exception, match="Failed to write"):
        disconnect("NEW=")
