"""TxProfiles and messages of a transaction are over with it (K02.FR.05, O02.FR.02)."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.ocpp_gateway.inbound.speaking import Crash, call, crash, event, ledger, result

BEFORE = datetime(2026, 11, 22, 11, tzinfo=UTC)
DEFAULT = {"id": 1, "stackLevel": 0, "chargingProfilePurpose": "TxDefaultProfile"}
ENDED = event("Ended", 3)


def tx(id, transaction_id):
    purpose = {"chargingProfilePurpose": "TxProfile", "transactionId": transaction_id}
    return {"id": id, "stackLevel": 0} | purpose


@pytest.fixture
def held(station):
    """Two profiles and two messages of T1, and one of each of T2 and of nobody."""
    from ocpp_gateway.records import put_record

    for profile in (DEFAULT, tx(2, "T1"), tx(3, "T1"), tx(4, "T2")):
        content = {"evseId": 1, "source": "CSO", "profile": profile}
        put_record("CP1", "charging-profile", str(profile["id"]), content, BEFORE)
    for id, named in enumerate(({}, {"transactionId": "T1"}, {"transactionId": "T2"})):
        content = {"id": id, "priority": "InFront", **named}
        put_record("CP1", "display-message", str(id), content, BEFORE)


def left():
    from ocpp_gateway.records import all_records

    return [sorted(all_records("CP1", kind)) for kind in ("charging-profile", "display-message")]


ALL = [["1", "2", "3", "4"], ["0", "1", "2"]]
OTHERS = [["1", "4"], ["0", "2"]]


def test_they_are_over_with_their_transaction(held):
    result("TransactionEvent", ENDED)
    assert left() == OTHERS


@pytest.mark.parametrize("offline", [{}, {"offline": True}])
def test_also_if_it_ended_offline_and_is_told_again(held, offline):
    result("TransactionEvent", ENDED | offline)
    result("TransactionEvent", ENDED, "m2")
    assert left() == OTHERS
    assert len(ledger()) == 1


def test_a_crash_after_the_event_was_kept_leaves_nothing_behind(held, monkeypatch):
    from ocpp_gateway.actions import transaction_event

    with monkeypatch.context() as patched:
        patched.setattr(transaction_event, "forget_transaction", crash)
        with pytest.raises(Crash):
            call("TransactionEvent", ENDED)
    assert left() == ALL
    result("TransactionEvent", ENDED)
    assert left() == OTHERS


@pytest.mark.parametrize(
    "payload", [event(), event("Updated", 1), event("Updated", 2, offline=True)]
)
def test_before_the_end_all_stays_and_nobody_looks(held, trips, payload):
    result("TransactionEvent", payload)
    assert left() == ALL
    trips.clear()
    result("TransactionEvent", payload, "m2")
    assert dict(trips.made) == {"PutItem": 1}


def test_what_was_told_since_stays(held):
    from ocpp_gateway.records import put_record

    content = {"evseId": 1, "source": "CSO", "profile": tx(2, "T1")}
    put_record("CP1", "charging-profile", "2", content, datetime.now(UTC) + timedelta(minutes=1))
    result("TransactionEvent", ENDED)
    assert left() == [["1", "2", "4"], ["0", "2"]]
