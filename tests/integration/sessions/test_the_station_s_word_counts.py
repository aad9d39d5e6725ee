"""Gaps, orphans and costs: what a station is asked and told about its transactions."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count, cycle
from typing import Any
from uuid import uuid4

import pytest
from websockets.sync.client import ClientConnection

from corridor_kernel.identifiers import session_id
from corridor_kernel.times import to_text
from local.station.raw_payloads import event
from tests.sockets import BOOT, open_socket, register
from tests.waiting import TIMEOUT_S, eventually

NOTHING_MORE = {"ongoingIndicator": False, "messagesInQueue": False}
COSTS_ARE_SHOWN = {
    "component": {"name": "TariffCostCtrlr"},
    "variable": {"name": "Enabled", "instance": "Cost"},
    "variableAttribute": [{"type": "Actual", "value": "true"}],
}
GUEST = {"idToken": "", "type": "NoAuthorization"}
BEGAN = datetime.now(UTC)


def at(second: int) -> str:
    return to_text(BEGAN + timedelta(seconds=second))


class Station:
    """A socket that answers what it is asked, and notes it."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.asked: list[tuple[str, Any]] = []
        self.answers = {"GetTransactionStatus": NOTHING_MORE, "CostUpdated": {}}

    def say(self, action: str, payload: dict[str, Any]) -> Any:
        self.socket.send(json.dumps([2, str(uuid4()), action, payload]))
        while (frame := self.hear())[0] == 2:
            pass
        assert frame[0] == 3, frame
        return frame[2]

    def is_asked(self, action: str) -> Any:
        """What it is asked by that action, next or already."""
        while action not in dict(self.asked):
            self.hear()
        return dict(self.asked)[action]

    def hear(self, timeout_s: float = TIMEOUT_S) -> Any:
        frame = json.loads(self.socket.recv(timeout=timeout_s))
        if frame[0] == 2:
            self.asked.append((frame[2], frame[3]))
            self.socket.send(json.dumps([3, frame[1], self.answers.get(frame[2], {})]))
        return frame


@contextmanager
def connected(cloud, station_id: str) -> Iterator[Station]:
    with open_socket(cloud, station_id) as socket:
        yield Station(socket)


@pytest.fixture(scope="module")
def site(cloud) -> dict[str, str]:
    """A site at which a kWh costs 0.50 and 21 % VAT."""
    site = {"time_zone": "Europe/Amsterdam", "country": "NL", "currency": "EUR"}
    site["id"] = f"s-{uuid4().hex[:8]}"
    component = {"type": "ENERGY", "price": 0.5, "vat": 21, "step_size": 1}
    tariff = {
        "country_code": "DE",
        "party_id": "COR",
        "id": site["id"],
        "currency": "EUR",
        "start_date_time": "2026-01-01T00:00:00Z",
        "elements": [{"price_components": [component]}],
    }
    new = {"tariff": tariff, "assigned_to": [{"site": site["id"]}]}
    status, answer = cloud.operator("POST", "/tariffs", new)
    assert status == 201, answer
    return site


@pytest.fixture
def station_id(cloud, site) -> str:
    station_id = register(cloud, site)
    with connected(cloud, station_id) as station:
        assert station.say("BootNotification", BOOT)["status"] == "Accepted"
    return station_id


def settled(cloud, station_id: str, transaction: str = "t1") -> dict[str, Any]:
    """The session of a transaction with its bill."""

    def look() -> Any:
        status, session = find(cloud, station_id, transaction)
        assert status in (200, 404)
        return session if session.get("state") in ("SETTLED", "UNSETTLED") else None

    session: dict[str, Any] = eventually(look)
    assert session["state"] == "SETTLED", session["unsettled_reason"]
    return session


def find(cloud, station_id: str, transaction: str = "t1") -> Any:
    return cloud.operator("GET", f"/sessions/{session_id(station_id, transaction)}")


def test_a_gap_that_the_station_cannot_fill_is_billed_with_what_there_is(cloud, station_id):
    with connected(cloud, station_id) as station:
        station.say("TransactionEvent", event("Updated", "t1", 3, 2000, at(3)))
        station.say("TransactionEvent", event("Ended", "t1", 5, 4000, at(5)))
        assert station.is_asked("GetTransactionStatus") == {"transactionId": "t1"}
        session = settled(cloud, station_id)
    assert {"started_missing", "begin_missing"} <= set(session["flags"])
    assert (session["energy_wh"], session["total_incl_vat"]) == ("2000", "1.21")


def test_a_transaction_that_the_station_has_forgotten_is_closed_when_it_comes_back(
    cloud, station_id
):
    with connected(cloud, station_id) as station:
        station.say("TransactionEvent", event("Started", "t1", 0, 1000, at(0)))
        station.say("TransactionEvent", event("Updated", "t1", 1, 3000, at(9)))
    eventually(lambda: find(cloud, station_id)[1].get("energy_wh") == "2000")
    with connected(cloud, station_id) as station:
        assert station.is_asked("GetTransactionStatus") == {"transactionId": "t1"}
        session = settled(cloud, station_id)
    assert (session["stopped_reason"], session["ended_at"]) == ("Lost", at(9))
    assert "lost" in session["flags"]
    assert session["total_incl_vat"] == "1.21"


def test_a_station_that_shows_costs_is_told_them_running(cloud, costly):
    station_id, station = costly
    begin(cloud, station_id, station, "t1")
    changes = zip(count(2), cycle(["Charging", "SuspendedEV"]), strict=False)

    def is_shown() -> bool:
        """Cold functions let an occasion pass; the next change of the charging state is another."""
        try:
            station.hear(timeout_s=5)
        except TimeoutError:
            seq_no, state = next(changes)
            station.say("TransactionEvent", updated("t1", seq_no, state))
        return ("CostUpdated", {"totalCost": 1.21, "transactionId": "t1"}) in station.asked

    eventually(is_shown)


def test_a_station_that_shows_costs_is_told_the_cost_of_the_bill_at_the_end(cloud, costly):
    """Cold functions on a busy machine may take longer than the station is let wait."""
    station_id, station = costly
    for attempt in range(6):
        transaction = f"t{attempt}"
        begin(cloud, station_id, station, transaction)
        answer = station.say("TransactionEvent", event("Ended", transaction, 2, 5000, at(10)))
        if answer:
            break
    assert answer == {"totalCost": 2.42}
    assert settled(cloud, station_id, transaction)["total_incl_vat"] == "2.42"


@pytest.fixture
def costly(cloud, station_id) -> Iterator[tuple[str, Station]]:
    """A station that says that it shows costs."""
    report = {"requestId": 1, "generatedAt": at(0), "seqNo": 0, "reportData": [COSTS_ARE_SHOWN]}
    with connected(cloud, station_id) as station:
        station.say("NotifyReport", report)
        yield station_id, station


def begin(cloud, station_id: str, station: Station, transaction: str) -> None:
    """A guest's transaction that has taken 2 kWh and pauses, as sessions knows."""
    started = event("Started", transaction, 0, 1000, at(0)) | {"idToken": GUEST}
    station.say("TransactionEvent", started)
    station.say("TransactionEvent", updated(transaction, 1, "SuspendedEV"))
    eventually(lambda: find(cloud, station_id, transaction)[1].get("energy_wh") == "2000")


def updated(transaction: str, seq_no: int, state: str) -> dict[str, Any]:
    told = event("Updated", transaction, seq_no, 3000, at(9))
    told["transactionInfo"]["chargingState"] = state
    return told
