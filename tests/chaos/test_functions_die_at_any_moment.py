"""Environments are killed between any two steps; the station retries; nothing counts twice."""

import json
import os
import random
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from corridor_kernel.times import to_text
from local.station.raw_payloads import event
from tests.sockets import boot, open_socket, receive_answer, register
from tests.waiting import eventually

EVENTS = 40
STEP_WH = 250
BEGIN_WH = 7_000
DIES_EVERY = 3
FRAME_TAKES_S = 0.015
ATTEMPTS = 5
TARIFF = {
    "country_code": "DE",
    "party_id": "COR",
    "id": f"CHAOS-{uuid4().hex[:8]}",
    "start_date_time": "2026-01-01T00:00:00Z",
    "currency": "EUR",
    "last_updated": "2026-01-01T00:00:00Z",
    "elements": [{"price_components": [{"type": "ENERGY", "price": 0.5, "step_size": 1}]}],
}


@pytest.fixture
def station_id(cloud):
    site = {"id": "chaos", "time_zone": "Europe/Amsterdam", "country": "NL", "currency": "EUR"}
    status, _ = cloud.operator(
        "POST", "/tariffs", {"tariff": TARIFF, "assigned_to": [{"site": "chaos"}]}
    )
    assert status == 201
    return register(cloud, site)


def test_a_session_is_billed_once_though_its_functions_die(cloud, station_id):
    with open_socket(cloud, station_id) as socket:
        boot(socket)
        for number, payload in enumerate(session()):
            with dying(cloud) if number % DIES_EVERY == 0 else nullcontext():
                deliver(socket, f"c{number}", payload)

    settled = eventually(lambda: settled_session(cloud, station_id))
    assert Decimal(settled["energy_wh"]) == STEP_WH * (EVENTS - 1)
    told = cloud.operator("GET", f"/sessions/{settled['session_id']}")[1]["events"]
    assert sorted(entry["seq_no"] for entry in told) == list(range(EVENTS))
    cdrs = cloud.operator("GET", f"/cdrs?station_id={station_id}")[1]["items"]
    assert [cdr["session_id"] for cdr in cdrs] == [settled["session_id"]]


def session() -> Iterator[dict]:
    begin = datetime.now(UTC) - timedelta(minutes=EVENTS)
    for seq in range(EVENTS):
        kind = {0: "Started", EVENTS - 1: "Ended"}.get(seq, "Updated")
        at = to_text(begin + timedelta(minutes=seq))
        yield event(kind, "T1", seq, BEGIN_WH + STEP_WH * seq, at)


def deliver(socket, message_id, payload):
    """As a station does: the same message again until it is answered."""
    for _ in range(ATTEMPTS):
        socket.send(json.dumps([2, message_id, "TransactionEvent", payload]))
        answer = receive_answer(socket)
        if isinstance(answer, list):
            assert answer[:2] == [3, message_id]
            return
        # API Gateway's own error frame: the function died, perhaps after it had stored the event.
    raise AssertionError(f"{message_id} was never answered")


@contextmanager
def dying(cloud) -> Iterator[None]:
    """Kills an environment of `on_frame` at a random moment of the few that a frame takes."""
    pids = cloud.front_door("GET", "status")[1]["processes"]["corridor-local-on-frame"]
    timers = [threading.Timer(random.random() * FRAME_TAKES_S, kill, (pid,)) for pid in pids]
    for timer in timers:
        timer.start()
    yield
    for timer in timers:
        timer.join()


def kill(pid: int) -> None:
    """An environment may have come to its end by itself since it was listed."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def settled_session(cloud, station_id):
    found = cloud.operator("GET", f"/sessions?station_id={station_id}")[1]["items"]
    return next((session for session in found if session["state"] == "SETTLED"), None)
