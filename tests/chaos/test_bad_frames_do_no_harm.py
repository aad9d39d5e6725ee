"""Whatever a station sends, it is answered in its own protocol and the socket lives on."""

from datetime import UTC, datetime

import pytest
from websockets.exceptions import ConnectionClosed

from corridor_kernel.times import to_text
from local.station.raw_payloads import event
from tests.sockets import boot, call, open_socket, receive_answer, register, send
from tests.waiting import eventually


@pytest.fixture(scope="module")
def station_id(cloud):
    return register(cloud)


@pytest.fixture
def socket(cloud, station_id):
    with open_socket(cloud, station_id) as socket:
        boot(socket)
        yield socket


@pytest.mark.parametrize(
    ("frame", "message_id", "code"),
    [
        ("so much for JSON", "-1", "RpcFrameworkError"),
        ('{"action":"Heartbeat"}', "-1", "RpcFrameworkError"),
        ('[2,"m1"]', "-1", "RpcFrameworkError"),
        ('[2,17,"Heartbeat",{}]', "-1", "RpcFrameworkError"),
        ('[2,"m1","Heartbeat"]', "m1", "RpcFrameworkError"),
        ('[7,"m1","Heartbeat",{}]', "m1", "MessageTypeNotSupported"),
        ('[2,"m1","MakeCoffee",{}]', "m1", "NotImplemented"),
        ('[2,"m1","Authorize",{}]', "m1", "OccurrenceConstraintViolation"),
        ('[2,"m1","Authorize",{"idToken":7}]', "m1", "TypeConstraintViolation"),
    ],
)
def test_a_bad_frame_gets_its_call_error(socket, frame, message_id, code):
    assert send(socket, frame)[:3] == [4, message_id, code]
    assert "currentTime" in call(socket, "Heartbeat", {})[2]


@pytest.mark.parametrize(("frame", "close_code"), [("x" * 200_000, 1009), (b"[2]", 1003)])
def test_a_frame_that_api_gateway_refuses_costs_the_socket(socket, frame, close_code):
    with pytest.raises(ConnectionClosed) as closed:
        send(socket, frame)
    assert closed.value.rcvd.code == close_code


def test_a_transaction_event_that_breaks_its_schema_is_kept_answered_and_flagged(
    cloud, socket, station_id
):
    now = to_text(datetime.now(UTC))
    broken = event("Started", "T-broken", 0, 1000, now)
    broken["meterValue"][0]["sampledValue"].append({"value": 31, "measurand": "Temperature"})

    assert call(socket, "TransactionEvent", broken)[0] == 3

    session = eventually(lambda: sessions_of(cloud, station_id))[0]
    assert "schema_violation" in session["flags"]


def test_the_newest_of_two_sockets_wins(cloud, socket, station_id):
    with open_socket(cloud, station_id) as newer:
        with pytest.raises(ConnectionClosed):
            receive_answer(socket)
        assert "currentTime" in call(newer, "Heartbeat", {})[2]
        # The older socket's $disconnect came after the newer one's $connect.
        assert cloud.operator("GET", f"/stations/{station_id}")[1]["online"] is True
    assert eventually(
        lambda: cloud.operator("GET", f"/stations/{station_id}")[1]["online"] is False
    )


def sessions_of(cloud, station_id):
    return cloud.operator("GET", f"/sessions?station_id={station_id}")[1]["items"]
