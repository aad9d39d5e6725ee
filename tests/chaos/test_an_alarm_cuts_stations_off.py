"""Frames fail: CloudWatch's alarm closes every socket and the door, until it is over (R-OUT-1)."""

import json
from contextlib import contextmanager

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.sockets import boot, call, open_socket, register
from tests.waiting import eventually


def tell_alarm(cloud, state):
    """Deliver the alarm's change of state as EventBridge does."""
    answer = cloud.client("lambda").invoke(
        FunctionName="corridor-local-guard-ingest",
        Payload=json.dumps({"detail": {"state": {"value": state}}}).encode(),
    )
    assert "FunctionError" not in answer, answer["Payload"].read()


@contextmanager
def alarm(cloud):
    tell_alarm(cloud, "ALARM")
    try:
        yield
    finally:
        tell_alarm(cloud, "OK")


def let_in(cloud, station_id):
    """The socket, or None while the handshake is refused."""
    try:
        return open_socket(cloud, station_id)
    except InvalidStatus as refused:
        if refused.response.status_code != 503:
            raise
        return None


def test_stations_are_cut_off_while_frames_fail_and_come_back(cloud):
    station_id = register(cloud)
    with open_socket(cloud, station_id) as socket:
        boot(socket)
        with alarm(cloud):
            with pytest.raises(ConnectionClosed):
                socket.recv(timeout=30)
            assert let_in(cloud, station_id) is None
    again = eventually(lambda: let_in(cloud, station_id))
    with again:
        assert "currentTime" in call(again, "Heartbeat", {})[2]
