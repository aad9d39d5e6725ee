"""What is read of an event, and that nothing in a payload breaks the reading."""

from datetime import timedelta

import pytest

from sessions.domain.transaction_event import IdToken
from tests.transactions import START, event, payload, reading


def test_every_member_is_read():
    said = event(
        payload(
            3,
            "Ended",
            wh=1234.5,
            state="Idle",
            evse={"id": 2, "connectorId": 1},
            idToken={"idToken": "04AF", "type": "ISO14443"},
            reservationId=7,
            offline=True,
            info_stoppedReason="EVDisconnected",
            info_remoteStartId=99,
        )
    )
    assert (said.kind, said.seq_no, said.timestamp) == ("Ended", 3, START + timedelta(minutes=3))
    assert (said.evse_id, said.connector_id, said.reservation_id) == (2, 1, 7)
    assert said.id_token == IdToken("04AF", "ISO14443", "Accepted")
    assert (said.charging_state, said.stopped_reason) == ("Idle", "EVDisconnected")
    assert said.remote_start_id == 99
    assert [sample.register_wh for sample in said.samples] == [1234.5]
    assert said.flags == ("offline",)


def test_an_ordinary_event_has_no_flags():
    assert event(payload(0, "Started")).flags == ()


@pytest.mark.parametrize(
    "odd",
    [
        {"eventType": "Begun"},
        {"eventType": ["Started"]},
        {"timestamp": "noon"},
        {"timestamp": None},
        {"meterValue": "none"},
        {"meterValue": [{"timestamp": "2026-11-22T10:00:00Z", "sampledValue": [{"value": "?"}]}]},
    ],
)
def test_what_cannot_be_read_is_flagged(odd):
    assert "schema_violation" in event(payload(0) | odd).flags


@pytest.mark.parametrize(
    "odd",
    [
        {"transactionInfo": {"transactionId": "tx-1", "chargingState": 5, "remoteStartId": "9"}},
        {"transactionInfo": {"transactionId": "tx-1", "chargingState": "Warp"}},
        {"transactionInfo": {"transactionId": "tx-1", "remoteStartId": True}},
        {"evse": [1]},
        {"evse": {"id": "1"}},
        {"idToken": "04AF"},
        {"idToken": {"idToken": 4}},
        {"offline": "yes"},
    ],
)
def test_an_odd_member_counts_as_not_said(odd):
    assert event(payload(0) | odd) == event(payload(0) | odd | {}, breaks_schema=False)
    said = event(payload(0) | odd)
    told = (said.evse_id, said.id_token, said.charging_state, said.remote_start_id)
    assert told == (None, None, None, None)


def test_a_broken_schema_is_flagged_by_who_checked_it():
    assert event(payload(0), breaks_schema=True).flags == ("schema_violation",)


@pytest.mark.parametrize("year", ["1970", "2019", "2027"])
def test_an_impossible_time_is_suspect(year):
    said = event(payload(0) | {"timestamp": f"{year}-01-01T00:00:00Z"})
    assert said.flags == ("time_suspect",)


def test_the_time_of_receipt_is_the_yardstick():
    received = START + timedelta(minutes=10)
    assert event(payload(15), received=received).flags == ()
    assert event(payload(16), received=received).flags == ("time_suspect",)
    assert event(payload(16), received=received + timedelta(minutes=1)).flags == ()


def test_an_event_without_a_time_has_the_time_of_receipt():
    said = event(payload(0) | {"timestamp": "noon"})
    assert said.timestamp == said.received_at
    assert said.flags == ("schema_violation", "time_suspect")


def test_a_text_is_never_longer_than_an_index_takes():
    said = event(payload(0, idToken={"idToken": "A" * 100_000, "type": "X" * 100_000}))
    assert (len(said.id_token.id_token), len(said.id_token.type)) == (255, 255)


def test_the_token_carries_what_the_station_was_answered():
    body = payload(0, idToken={"idToken": "A", "type": "Local"})
    assert event(body, token_status="Blocked").id_token.status == "Blocked"


def test_an_empty_id_token_is_an_id_token():
    said = event(payload(0, idToken={"idToken": "", "type": "NoAuthorization"}))
    assert said.id_token == IdToken("", "NoAuthorization", "Accepted")


def test_several_samples_keep_their_order():
    said = event(payload(0, meterValue=[reading(2, 20), reading(1, 10)]))
    assert [sample.register_wh for sample in said.samples] == [20, 10]
