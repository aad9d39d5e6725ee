"""What was verified is judged again when it is settled, by the keys of then (R-EI-6, R-EI-13)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from local.station.meter_keys import new_key
from local.station.meter_signing import SignedReading, SigningMeter
from sessions.collect_facts import collect_facts
from sessions.signed.assess_session import NotVerifiedYet
from sessions.signed.describe_signed import describe_keys
from tests.transactions import START, STATION
from tests.unit.sessions.signed.conftest import (
    NOW,
    SESSION,
    begin_and_end,
    deliver,
    event,
    reading,
    rows,
    told,
    verify_all,
)
from tests.unit.sessions.signed.test_keys_of_meters import register

pytestmark = pytest.mark.usefixtures("aws", "machines")


def settled():
    signed = collect_facts(SESSION, NOW)["signed"]
    return signed["state"], signed["findings"]


@pytest.mark.parametrize("curve", ["secp256r1", "secp384r1"])
def test_a_swapped_meter_is_billed_once_its_key_is_entered(meter, curve):
    register(SigningMeter("M0", new_key(curve)))
    begin_and_end(meter, key=False)
    verify_all()
    assert settled()[0] == "invalid"
    register(meter, START - timedelta(hours=1))
    assert settled() == ("valid", [])


def test_what_an_old_key_has_signed_after_its_end_is_not_billed(meter):
    register(meter)
    begin_and_end(meter, key=False)
    assert verify_all() == [("valid", [])] * 2
    register(SigningMeter("M2", new_key("secp256r1")), START - timedelta(hours=1))
    assert settled() == ("invalid", ["signature_wrong"])


def test_a_meter_that_comes_back_is_believed_again_and_for_what_it_signed_before(meter):
    register(meter)
    other = SigningMeter("M2", new_key("secp256r1"))
    register(other, START + timedelta(days=1))
    register(meter, START + timedelta(days=2))
    first, second = describe_keys(STATION, 1)
    assert (first["valid_to"], second["valid_to"]) == ("2026-11-24T10:00:00.000Z", None)
    begin_and_end(meter, key=False)
    assert verify_all() == [("valid", [])] * 2
    late = [reading("B", 3 * 24 * 60, 1000), reading("E", 3 * 24 * 60 + 1, 2000)]
    deliver(event(0, "Started", told(meter, meter.record(late), "E", key=False), transaction="t2"))
    assert verify_all("t2") == [("valid", [])]


def test_a_pair_of_two_meters_is_none(meter):
    meter.serial = ""
    other = SigningMeter("", new_key("secp256r1"), 2)
    register(meter)
    register(other, START + timedelta(seconds=30))
    deliver(
        event(0, "Started", told(meter, meter.record([reading("B", 0, 1000)]), "B", key=False)),
        event(1, "Ended", told(other, other.record([reading("E", 1, 99000)]), "E", key=False)),
    )
    assert [state for state, _ in verify_all()] == ["valid"] * 2
    assert settled()[0] == "invalid"
    assert "source_differs" in settled()[1]


def test_where_nobody_set_the_meter_s_clock_the_station_s_counts(meter):
    register(meter)
    wrong = START - timedelta(days=4000)
    begin = SignedReading(wrong, Decimal(1000), "B", time_status="U")
    end = SignedReading(wrong + timedelta(minutes=1), Decimal(2000), "E", time_status="U")
    record = meter.record([begin, end])
    deliver(event(0, "Started"), event(1, "Ended", told(meter, record, "E", key=False)))
    assert verify_all() == [("valid", [])]
    assert settled() == ("valid", [])


def test_what_the_stream_never_verified_is_verified_when_it_is_settled(meter):
    register(meter)
    begin_and_end(meter, key=False)
    assert {item.verdict for item in rows()} == {None}
    with pytest.raises(NotVerifiedYet):
        collect_facts(SESSION, NOW)
    later = NOW + timedelta(minutes=5)
    assert collect_facts(SESSION, later)["signed"]["state"] == "valid"


def test_a_serial_number_without_end_stops_nothing(meter):
    register(meter)
    meter.serial = "M" * 1500
    begin_and_end(meter, key=False)
    assert verify_all() == [("valid", [])] * 2
