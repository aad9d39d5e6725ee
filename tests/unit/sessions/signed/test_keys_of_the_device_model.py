"""A station that signs without telling its key is asked for it (FiscalMetering.PublicKey)."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from corridor_kernel.ocpp.schemas import find_violation
from local.station.meter_signing import SignedReading
from sessions.handlers import on_station_event
from sessions.signed.ask_for_key import call_id, session_of
from sessions.signed.confirm_key import Label, confirm_key
from sessions.signed.describe_signed import describe_keys
from tests.station_calls import station_calls
from tests.transactions import START, STATION, at
from tests.unit.sessions.signed.conftest import (
    NOW,
    SESSION,
    begin_and_end,
    deliver,
    event,
    reading,
    told,
    verify_all,
)
from tests.unit.sessions.signed.test_keys_of_meters import register

pytestmark = pytest.mark.usefixtures("aws", "machines")


def asked():
    return [call for call in station_calls() if call["action"] == "GetVariables"]


def answers(value, call=None, status="Accepted"):
    component = {"name": "FiscalMetering", "evse": {"id": 1}}
    result = {
        "attributeStatus": status,
        "attributeValue": value,
        "component": component,
        "variable": {"name": "PublicKey"},
    }
    data = {"station_id": STATION, "call_id": call or call_id(SESSION), "action": "GetVariables"}
    data |= {"outcome": "Result", "response": {"getVariableResult": [result]}}
    detail = {"id": "x", "version": 1, "time": at(5), "data": data}
    body = json.dumps({"detail-type": "CallFinished", "detail": detail})
    on_station_event.handler({"Records": [{"body": body}]}, None)


def test_it_is_asked_once_a_session_by_a_call_that_its_schema_allows(meter):
    begin_and_end(meter, key=False)
    verify_all()
    verify_all()
    (call, *repeats) = asked()
    assert {repeat["call_id"] for repeat in repeats} <= {call["call_id"]}
    assert find_violation("GetVariablesRequest", call["payload"], "ocpp2.0.1") is None
    assert session_of(call["call_id"]) == SESSION
    assert len(call["call_id"]) <= 36


def test_what_it_answers_waits_for_a_person_and_counts_from_the_first_reading(meter):
    begin_and_end(meter, key=False)
    verify_all()
    answers(f"oca:base16:asn1:{meter.label}")
    (known,) = describe_keys(STATION, 1)
    assert (known["source"], known["confirmed_at"]) == ("device_model", None)
    assert known["valid_from"] == "2026-11-22T10:00:00.000Z"
    assert verify_all() == [("unverifiable", ["key_unconfirmed"])] * 2
    confirm_key(STATION, 1, known["fingerprint"], Label(by="Meike"), NOW)
    assert verify_all() == [("valid", [])] * 2


@pytest.mark.parametrize("years", [-40, 3])
def test_a_clock_that_nobody_set_does_not_say_since_when(meter, years):
    wrong = START + timedelta(days=365 * years)
    readings = [
        SignedReading(wrong, Decimal(1000), "B", time_status="U"),
        SignedReading(wrong + timedelta(minutes=1), Decimal(2000), "E", time_status="U"),
    ]
    signed = told(meter, meter.record(readings), "E", key=False)
    deliver(event(0, "Started"), event(1, "Ended", signed))
    verify_all()
    answers(f"oca:base16:asn1:{meter.label}")
    (known,) = describe_keys(STATION, 1)
    assert known["valid_from"] == at(1)
    confirm_key(STATION, 1, known["fingerprint"], Label(by="Meike"), NOW)
    assert verify_all() == [("valid", [])]


@pytest.mark.parametrize("value", ["", "no key"])
def test_what_is_no_key_is_none(meter, value):
    begin_and_end(meter, key=False)
    answers(value)
    assert describe_keys(STATION, 1) == []


def test_a_meter_that_signs_every_sample_does_not_ask_with_each(meter):
    sample = told(meter, meter.record([reading("", 1, 1000)]), "B", key=False)
    deliver(event(1, "Updated", sample))
    assert verify_all() == [("unverifiable", ["key_missing"])]
    assert asked() == []


def test_somebody_elses_call_teaches_nothing(meter):
    answers(meter.label, call="meter-key-of-an-operator")
    assert describe_keys(STATION, 1) == []


def test_who_has_a_key_is_not_asked(meter):
    register(meter)
    begin_and_end(meter, key=False)
    verify_all()
    assert asked() == []
