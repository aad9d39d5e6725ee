"""Whose key it is: what nobody confirmed bills nothing, and old keys stay for ever (R-EI-6, 13)."""

from datetime import timedelta

import jsonschema_rs
import orjson
import pytest

from corridor_kernel.problems import Problem
from local.station.meter_keys import new_key
from local.station.meter_signing import SigningMeter
from sessions.domain.ocmf.key import read_key
from sessions.signed.confirm_key import Label, confirm_key, register_key
from sessions.signed.describe_signed import describe_keys
from tests.services import ROOT
from tests.transactions import START, STATION
from tests.unit.sessions.signed.conftest import (
    NOW,
    begin_and_end,
    deliver,
    event,
    reading,
    rows,
    told,
    verify_all,
)

pytestmark = pytest.mark.usefixtures("aws", "machines")
LABEL = Label(by="Meike")


def register(meter, since=None, evse=1, **more):
    key = read_key(meter.key.der.hex())
    label = Label(by="Meike", valid_from=since or START - timedelta(days=1), **more)
    return register_key(STATION, evse, key, label, NOW)


def test_a_registered_key_makes_it_valid(meter, outbox):
    register(meter)
    begin_and_end(meter)
    assert verify_all() == [("valid", [])] * 2
    assert {row.fingerprint for row in rows()} == {read_key(meter.key.der.hex()).fingerprint}
    assert "MeterKeyFound" not in dict(outbox())


def test_a_key_need_not_come_with_the_message(meter):
    register(meter)
    begin_and_end(meter, key=False)
    assert verify_all() == [("valid", [])] * 2


def test_without_any_key_nobody_can_say(meter):
    begin_and_end(meter, key=False)
    assert verify_all() == [("unverifiable", ["key_missing"])] * 2


def test_a_key_from_the_field_waits_for_a_person(meter, outbox):
    begin_and_end(meter)
    assert verify_all() == [("unverifiable", ["key_unconfirmed"])] * 2
    told = [data for name, data in outbox() if name == "MeterKeyFound"]
    assert len(told) == 1
    schema = orjson.loads((ROOT / "functions/sessions/events/MeterKeyFound.v1.json").read_bytes())
    jsonschema_rs.validate(schema["properties"]["data"], told[0])
    (known,) = describe_keys(STATION, 1)
    assert (known["source"], known["confirmed_at"], known["meter_serial"]) == (
        "message",
        None,
        "M1",
    )
    confirm_key(STATION, 1, known["fingerprint"], LABEL, NOW)
    assert verify_all() == [("valid", [])] * 2


def test_another_key_than_the_registered_one_is_told(meter, outbox):
    register(SigningMeter("M1", new_key("secp384r1")))
    begin_and_end(meter)
    assert verify_all() == [("unverifiable", ["key_changed"])] * 2
    assert [name for name, _ in outbox()].count("MeterKeyFound") == 1
    assert [bool(key["confirmed_at"]) for key in describe_keys(STATION, 1)] == [False, True]


def test_a_signature_of_another_meter_is_invalid_without_its_key(meter):
    register(SigningMeter("M1", new_key("secp256r1")))
    begin_and_end(meter, key=False)
    assert verify_all() == [("invalid", ["signature_wrong"])] * 2


def test_a_new_key_ends_the_one_before_but_not_what_that_signed(meter):
    register(meter)
    begin_and_end(meter, key=False)
    new = SigningMeter("M2", new_key("secp256r1"))
    register(new, START + timedelta(days=1))
    assert verify_all() == [("valid", [])] * 2
    after, before = describe_keys(STATION, 1)
    assert (before["valid_to"], after["valid_to"]) == (after["valid_from"], None)


def test_what_comes_late_dates_its_key_back(meter):
    begin_and_end(meter)
    for item in reversed(rows()):
        from sessions.signed.verify_signed_value import verify_signed_value

        verify_signed_value(item, NOW)
    (known,) = describe_keys(STATION, 1)
    assert known["valid_from"] == "2026-11-22T10:00:00.000Z"


def test_what_is_known_of_a_key_stays_when_more_is_said(meter):
    register(meter, time_certified=True, bnetza_id="DE-1")
    register(meter, meter_serial="M1")
    (known,) = describe_keys(STATION, 1)
    assert (known["time_certified"], known["bnetza_id"]) == (True, "DE-1")
    register(meter, time_certified=False)
    assert describe_keys(STATION, 1)[0]["time_certified"] is False


def test_a_key_that_did_not_sign_is_no_news(meter, outbox):
    """Nor does it date back the one that did."""
    begin_and_end(meter)
    verify_all()
    (before,) = describe_keys(STATION, 1)
    text = meter.record([reading("B", -99, 1000)]).replace("Corridor simulator", "another")
    deliver(event(0, "Started", told(meter, text, "B"), transaction="t2"))
    other = SigningMeter("M1", new_key("secp256r1"))
    text = meter.record([reading("B", 5, 1000)])
    deliver(event(0, "Started", told(other, text, "B"), transaction="t3"))
    assert [verify_all(each)[0][0] for each in ("t2", "t3")] == ["invalid"] * 2
    assert describe_keys(STATION, 1) == [before]
    assert [name for name, _ in outbox()].count("MeterKeyFound") == 1


def test_a_clock_that_fell_back_dates_no_key(meter):
    readings = [reading("B", -40 * 365 * 1440, 1000), reading("E", 1, 2000)]
    deliver(event(0, "Started", told(meter, meter.record(readings), "E")))
    verify_all()
    (known,) = describe_keys(STATION, 1)
    assert known["valid_from"] == "2026-11-22T10:01:00.000Z"


def test_a_key_that_is_not_known_cannot_be_confirmed():
    with pytest.raises(Problem) as refused:
        confirm_key(STATION, 1, "0" * 64, LABEL, NOW)
    assert refused.value.status == 404


def test_what_is_no_record_is_invalid(meter):
    deliver(event(0, "Started", told(meter, "OCMF|{}|{}", "B", data="no record")))
    assert verify_all() == [("invalid", ["malformed"])]
