"""A reservation's life, told by our calls' answers and by the station, in any order (H01..H04)."""

from datetime import timedelta

import pytest

from corridor_kernel.times import to_text
from ocpp_gateway.actions import transaction_event
from ocpp_gateway.actions.reservation_status_update import answer
from ocpp_gateway.domain.connection import Connection, Request
from tests.unit.ocpp_gateway.outbound.conftest import NOW
from tests.unit.ocpp_gateway.outbound.results import keep, records

RESERVATION = {
    "id": 5,
    "expiryDateTime": "2026-11-22T15:00:00Z",
    "idToken": {"idToken": "04AA", "type": "ISO14443"},
    "evseId": 1,
}


def reserve(status: str = "Accepted", after_s: float = 0, call_id: str = "c1") -> None:
    keep("ReserveNow", RESERVATION, {"status": status}, after_s=after_s, call_id=call_id)


def cancel(status: str = "Accepted", after_s: float = 0) -> None:
    keep("CancelReservation", {"reservationId": 5}, {"status": status}, after_s=after_s)


def update(status: str, after_s: float = 0) -> None:
    payload = {"reservationId": 5, "reservationUpdateStatus": status}
    connection = Connection("S=", "CS1", "S1", "ocpp2.0.1", "Accepted")
    now = NOW + timedelta(seconds=after_s)
    assert answer(Request(connection, "m1", "ReservationStatusUpdate", payload, now)) == {}


def status() -> str:
    return records("reservation")["5"]["status"]


@pytest.mark.parametrize("answered", ["Accepted", "Faulted", "Occupied", "Rejected", "Unavailable"])
def test_what_the_station_answers_is_how_it_stands(aws, answered):
    reserve(answered)
    assert status() == answered
    assert records("reservation")["5"]["idToken"] == RESERVATION["idToken"]


@pytest.mark.parametrize("ending", ["Expired", "Removed"])
def test_the_station_ends_a_reservation(aws, ending):
    reserve()
    update(ending, 60)
    reserve()
    assert status() == ending


def test_an_ending_may_be_known_before_the_reservation_is(aws):
    """The call table's stream may lag behind the station's next message."""
    update("Removed", 60)
    reserve()
    assert status() == "Removed"
    assert records("reservation")["5"]["evseId"] == 1


def test_a_cancelled_reservation_is_cancelled(aws):
    reserve()
    cancel(after_s=5)
    assert status() == "Cancelled"
    update("Removed", 6)
    assert status() == "Cancelled"


def test_a_refused_cancellation_changes_nothing(aws):
    reserve()
    cancel("Rejected", 5)
    assert status() == "Accepted"


def test_a_new_reservation_of_the_same_id_begins_anew(aws):
    reserve()
    update("Expired", 60)
    reserve(after_s=120, call_id="c2")
    assert status() == "Accepted"
    assert "ended_at" not in records("reservation")["5"]


def test_a_refused_replacement_leaves_the_first_in_force(aws):
    """H01.FR.02."""
    reserve()
    reserve("Occupied", 60, "c2")
    assert status() == "Accepted"
    assert records("reservation")["5"]["call_id"] == "c1"


def transaction(reservation_id: object, after_s: float = 60) -> None:
    """A TransactionEvent, which names the reservation once."""
    payload = {
        "eventType": "Started",
        "timestamp": to_text(NOW + timedelta(seconds=after_s)),
        "triggerReason": "CablePluggedIn",
        "seqNo": 0,
        "transactionInfo": {"transactionId": f"T{after_s}"},
        "reservationId": reservation_id,
    }
    connection = Connection("S=", "CS1", "S1", "ocpp2.0.1", "Accepted")
    now = NOW + timedelta(seconds=after_s)
    transaction_event.answer(Request(connection, "m1", "TransactionEvent", payload, now))


def test_a_transaction_uses_its_reservation_up(station):
    """H01.FR.15: nothing else tells."""
    reserve()
    transaction(5)
    assert status() == "Used"
    reserve()
    assert status() == "Used"


@pytest.mark.parametrize("nonsense", ["5", None, [5], True])
def test_a_reservation_id_that_is_none_loses_no_event(station, nonsense):
    reserve()
    transaction(nonsense)
    assert status() == "Accepted"
