"""TxProfiles and messages of a transaction are over with it (K02.FR.05, O02.FR.02)."""

import json
from datetime import UTC, datetime, timedelta

import pytest

BEFORE = datetime(2026, 11, 22, 11, tzinfo=UTC)
DEFAULT = {"id": 1, "stackLevel": 0, "chargingProfilePurpose": "TxDefaultProfile"}


def tx(id, transaction_id):
    purpose = {"chargingProfilePurpose": "TxProfile", "transactionId": transaction_id}
    return {"id": id, "stackLevel": 0} | purpose


@pytest.fixture
def held(aws):
    """Two profiles and a message of T1, and one of each of T2 and of nobody."""
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


def end():
    from ocpp_gateway.handlers.on_session_ended import handler

    data = {"station_id": "CP1", "transaction_id": "T1"}
    body = json.dumps({"detail-type": "SessionEnded", "detail": {"data": data}})
    handler({"Records": [{"body": body}]}, None)


def test_they_are_over_with_their_transaction_however_often_it_is_told(held):
    for _ in range(2):
        end()
        assert left() == [["1", "4"], ["0", "2"]]


def test_what_was_told_since_stays(held):
    from ocpp_gateway.records import put_record

    content = {"evseId": 1, "source": "CSO", "profile": tx(2, "T1")}
    put_record("CP1", "charging-profile", "2", content, datetime.now(UTC) + timedelta(minutes=1))
    end()
    assert left() == [["1", "2", "4"], ["0", "2"]]
