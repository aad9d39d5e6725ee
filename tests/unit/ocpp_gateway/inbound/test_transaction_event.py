"""TransactionEvent: kept once, answered alike for ever (R-TX-1, 2, 6, 9; R-AUTH-4..6)."""

import json

import pytest

from tests.unit.ocpp_gateway.inbound.speaking import (
    NOW,
    Crash,
    call,
    crash,
    error,
    event,
    id_token,
    ledger,
    result,
    save_token,
)

LATER = "2099-01-01T00:00:00.000Z"


def status(payload: dict, message_id: str = "m1") -> str:
    return result("TransactionEvent", payload, message_id)["idTokenInfo"]["status"]


def test_it_is_kept_as_it_came(station):
    from corridor_kernel.identifiers import digest

    payload = event("Updated", 7, offline=False)
    assert result("TransactionEvent", payload, "m9") == {}
    (item,) = ledger()
    assert item.transaction == "CP1#T1"
    number, _, mark = item.event.partition("#")
    assert number == "0000000007"
    assert len(mark) == len(digest(b""))
    assert (item.station_id, item.transaction_id, item.seq_no) == ("CP1", "T1", 7)
    assert (item.message_id, item.protocol, item.answer) == ("m9", "ocpp2.0.1", "{}")
    assert json.loads(item.payload) == payload
    assert item.violation is None


def test_events_sort_by_seq_no_and_not_as_text(station):
    for seq_no in (10, 9, 100):
        result("TransactionEvent", event("Updated", seq_no))
    assert [item.seq_no for item in ledger()] == [9, 10, 100]


@pytest.mark.parametrize("seq_no", [-1, -(2**31), 9_999_999_999, 10**10, 2**53, 2**64 - 1, 7.0])
def test_a_seq_no_has_no_limits(station, seq_no):
    """The schema sets none: what is refused is sent again, and lost in the end."""
    result("TransactionEvent", event("Updated", seq_no))
    result("TransactionEvent", event("Updated", seq_no, triggerReason="EVDeparted"))
    result("TransactionEvent", event("Updated", 8))
    keys = [item.event for item in ledger()]
    assert len(set(keys)) == 3
    assert {int(item.seq_no) for item in ledger()} == {min(seq_no, 2**63 - 1), 8}


@pytest.mark.parametrize("seq_no", ["7", " 7", 7.9, 7e0])
def test_a_seq_no_is_whatever_can_be_read_as_a_number(station, seq_no):
    result("TransactionEvent", event("Updated", seq_no))
    assert [item.seq_no for item in ledger()] == [7]


def test_a_transaction_that_is_named_by_a_number_is_kept_by_its_text(station):
    assert result("TransactionEvent", event(transactionInfo={"transactionId": 7})) == {}
    (item,) = ledger("7")
    assert (item.transaction_id, item.violation is None) == ("7", False)


@pytest.mark.parametrize("seq_no", [None, True, "", "seven", [7], {}])
def test_without_a_number_there_is_no_place(station, seq_no):
    assert error("TransactionEvent", event("Updated", seq_no)) == "OccurrenceConstraintViolation"
    assert ledger() == []


@pytest.mark.parametrize("message_id", ["m1", "m2"])
@pytest.mark.parametrize("offline", [{}, {"offline": False}, {"offline": True}])
def test_a_replay_is_kept_once_and_answered_alike(station, message_id, offline):
    """Whatever its message id, and if it now says that it was queued (R-TX-6)."""
    save_token()
    first = result("TransactionEvent", event(idToken=id_token()))
    save_token(status="Blocked", updated_at=LATER)
    again = event(idToken=id_token()) | offline
    assert result("TransactionEvent", again, message_id) == first
    assert first["idTokenInfo"]["status"] == "Accepted"
    assert len(ledger()) == 1


def test_a_replay_without_a_token_is_answered_alike(station):
    assert result("TransactionEvent", event()) == result("TransactionEvent", event(), "m2") == {}
    (item,) = ledger()
    assert item.message_id == "m1"


def test_a_crash_between_the_put_and_the_answer_changes_nothing(station, monkeypatch):
    from ocpp_gateway.actions import transaction_event

    save_token()
    payload = event(idToken=id_token())
    append = transaction_event.append_event

    def append_and_crash(*given):
        append(*given)
        crash()

    monkeypatch.setattr(transaction_event, "append_event", append_and_crash)
    with pytest.raises(Crash):
        call("TransactionEvent", payload)
    monkeypatch.setattr(transaction_event, "append_event", append)
    save_token(status="Blocked", updated_at=LATER)
    assert status(payload) == "Accepted"
    assert len(ledger()) == 1


def test_two_bodies_under_one_seq_no_are_both_kept(station):
    result("TransactionEvent", event("Updated", 1))
    result("TransactionEvent", event("Updated", 1, triggerReason="ChargingStateChanged"))
    assert [item.seq_no for item in ledger()] == [1, 1]


def test_a_transaction_id_is_unique_for_its_station_only(station, register):
    register("CP2", boot_status="Accepted")
    result("TransactionEvent", event())
    result("TransactionEvent", event(), station_id="CP2")
    assert len(ledger()) == 1


@pytest.mark.parametrize(
    "broken",
    [
        "04AA",
        {"idToken": 7, "type": "ISO14443"},
        {"idToken": "04AA"},
        {"idToken": "A" * 3000, "type": "ISO14443"},
        None,
    ],
)
def test_what_is_no_token_is_invalid_but_kept(station, broken):
    assert status(event(idToken=broken)) == "Invalid"
    assert len(ledger()) == 1


def test_a_start_button_is_always_accepted(station):
    assert status(event(idToken=id_token("", "NoAuthorization"))) == "Accepted"


def test_a_token_that_was_blocked_since_is_told_so(station):
    """R-TX-9: the running transaction is then stopped by the station."""
    save_token()
    assert status(event(idToken=id_token())) == "Accepted"
    save_token(status="Blocked", updated_at=LATER)
    assert status(event("Updated", 1, idToken=id_token())) == "Blocked"


def test_an_expiry_does_not_stop_a_running_charge(station):
    save_token(expires_at=LATER)
    assert status(event(idToken=id_token())) == "Accepted"
    save_token(expires_at="2020-01-01T00:00:00Z", updated_at=LATER)
    assert status(event("Updated", 1, idToken=id_token())) == "Accepted"
    other = {"transactionInfo": {"transactionId": "T2"}}
    assert status(event(idToken=id_token()) | other) == "Expired"
    assert status(event("Updated", 1, idToken=id_token()) | other) == "Expired"


def test_an_offline_event_is_judged_by_its_own_time(station):
    save_token(expires_at="2026-11-22T12:00:01Z")
    assert status(event(idToken=id_token(), offline=True)) == "Accepted"
    other = {"transactionInfo": {"transactionId": "T2"}, "timestamp": "9999-12-31T23:59:59-14:00"}
    assert status(event(idToken=id_token(), offline=True) | other) == "Expired"


def test_another_token_cannot_take_over_what_lost_its_authorization(station):
    """R-AUTH-6."""
    save_token("04AA")
    save_token("04BB")
    assert status(event(idToken=id_token("04AA"))) == "Accepted"
    save_token("04AA", status="Blocked", updated_at=LATER)
    assert status(event("Updated", 1, idToken=id_token("04AA"))) == "Blocked"
    assert status(event("Updated", 2, idToken=id_token("04BB"))) == "NotAtThisTime"
    assert status(event("Ended", 3, idToken=id_token("04BB"))) == "Accepted"
    assert status(event("Updated", 4, idToken=id_token("04aa"))) == "Blocked"


def test_another_token_leaves_a_good_authorization_alone(station):
    save_token("04AA")
    save_token("04BB", status="Blocked")
    save_token("04CC")
    assert status(event(idToken=id_token("04AA"))) == "Accepted"
    assert status(event("Updated", 1, idToken=id_token("04BB"))) == "Blocked"
    assert status(event("Updated", 2, idToken=id_token("04CC"))) == "Accepted"


def test_a_stop_that_comes_before_the_start_does_not_claim_the_transaction(station):
    """R-TX-4: any order."""
    save_token("04AA")
    save_token("04BB", status="Blocked")
    assert status(event("Ended", 3, idToken=id_token("04BB"))) == "Blocked"
    assert status(event("Started", 0, idToken=id_token("04AA"))) == "Accepted"


def test_another_token_of_the_group_may_stop(station):
    save_token("04AA", group_id="G")
    save_token("04BB", group_id="G", group_type="Central")
    assert status(event(idToken=id_token("04AA"))) == "Accepted"
    stop = event("Updated", 1, triggerReason="StopAuthorized", idToken=id_token("04BB"))
    info = result("TransactionEvent", stop)["idTokenInfo"]
    assert info == {"status": "Accepted", "groupIdToken": {"idToken": "G", "type": "Central"}}


def test_a_master_pass_stops_but_never_starts(station, monkeypatch):
    """R-AUTH-5."""
    monkeypatch.setenv("MASTER_PASS_GROUP_ID", "MASTERS")
    save_token("04AA")
    save_token("04FF", group_id="MASTERS")
    other = {"transactionInfo": {"transactionId": "T2"}}
    assert status(event(idToken=id_token("04FF")) | other) == "Invalid"
    assert status(event(idToken=id_token("04AA"))) == "Accepted"
    stop = event("Updated", 1, triggerReason="StopAuthorized", idToken=id_token("04FF"))
    assert status(stop) == "Accepted"
    assert status(event("Ended", 2, idToken=id_token("04FF"))) == "Accepted"


def test_the_authorization_is_no_event(station):
    """Readers of the ledger's stream tell them apart by `payload`."""
    from ocpp_gateway.tables import LedgerTable

    result("TransactionEvent", event(idToken=id_token()))
    who = LedgerTable.get("CP1#T1", "authorization")
    assert (who.token, who.status, who.payload) == ("04aa#ISO14443", "Unknown", None)


def test_now_is_not_the_stations(station):
    """A clock that went wrong changes neither what is kept nor the answer (R-TX-8)."""
    assert result("TransactionEvent", event(timestamp="1970-01-01T00:00:00Z")) == {}
    (item,) = ledger()
    assert item.received_at.isoformat() > NOW[:4]


def test_an_authorization_of_weeks_ago_is_another_transaction_s(station):
    """E01.FR.08: some stations give an old transactionId again."""
    from datetime import timedelta

    from ocpp_gateway.tables import LedgerTable

    save_token("04AA", status="Blocked")
    save_token("04BB")
    assert status(event(idToken=id_token("04AA"))) == "Blocked"
    assert status(event("Updated", 1, idToken=id_token("04BB"))) == "NotAtThisTime"
    who = LedgerTable.get("CP1#T1", "authorization")
    who.received_at -= timedelta(days=8)
    who.save()
    assert status(event("Updated", 2, idToken=id_token("04BB"))) == "Accepted"
