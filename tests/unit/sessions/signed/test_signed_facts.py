"""What is billed of a session that was signed: the registers of a valid pair (R-EI-2, R-EI-3)."""

import base64

import pytest

from corridor_kernel.identifiers import session_id
from local.station.meter_keys import new_key
from local.station.meter_signing import SigningMeter
from sessions.collect_facts import collect_facts
from sessions.find_session import find_session
from sessions.receipts.describe_receipt import describe_receipt
from sessions.signed.assess_session import NotVerifiedYet
from sessions.signed.confirm_key import Label, confirm_key
from sessions.signed.describe_signed import describe_keys
from tests.transactions import STATION, payload
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


def facts():
    return collect_facts(SESSION, NOW)


def test_what_signs_nothing_is_billed_as_before():
    deliver(payload(0, "Started", wh=1000), payload(1, "Ended", wh=3000))
    assert facts()["signed"] == {"state": "absent", "findings": []}
    assert facts()["energy_wh"] == "2000"


def test_a_valid_pair_is_what_is_billed(meter):
    register(meter)
    begin_and_end(meter, wh=("1000.5", "21000.7"))
    verify_all()
    said = facts()
    data = said["signed"].pop("signed_data")
    assert [value["nature"] for value in data["signed_values"]] == ["Start", "End"]
    assert base64.b64decode(data["public_key"]) == meter.key.der
    assert data["url"] == describe_receipt(find_session(SESSION))["receipt_url"]
    assert said["signed"] == {
        "state": "valid",
        "findings": [],
        "begin": {"at": "2026-11-22T10:00:00.000Z", "wh": "1000.5000"},
        "end": {"at": "2026-11-22T10:01:00.000Z", "wh": "21000.7000"},
        "time_synchronised": True,
        "time_certified": False,
    }
    assert (said["meter_start_wh"], said["energy_wh"]) == ("1000.5000", "20000.2000")
    assert said["telemetry"][0][1] == "1000.5000"
    assert said["telemetry"][-1][1] == "21000.7000"
    assert "signed_register_differs" in said["flags"]


@pytest.mark.parametrize(("unsigned", "differs"), [(1000.5, False), (1001, True)])
def test_a_finer_register_beside_it_is_no_difference(meter, unsigned, differs):
    register(meter)
    begin = told(meter, meter.record([reading("B", 0, "1000.5")]), "B") | {"value": unsigned}
    end = told(meter, meter.record([reading("E", 1, "2000.5")]), "E") | {"value": 2000.5}
    deliver(event(0, "Started", begin), event(1, "Ended", end))
    verify_all()
    assert ("signed_register_differs" in facts()["flags"]) is differs


def test_a_pair_that_nobody_vouches_for_changes_nothing(meter):
    begin_and_end(meter)
    verify_all()
    said = facts()
    assert said["signed"]["state"] == "unverifiable"
    assert said["signed"]["findings"] == ["key_unconfirmed"]
    assert said["energy_wh"] == "0"


def test_a_key_that_was_confirmed_since_counts_at_once(meter):
    begin_and_end(meter)
    verify_all()
    (key,) = describe_keys(STATION, 1)
    confirm_key(STATION, 1, key["fingerprint"], Label(by="Meike"), NOW)
    assert facts()["signed"]["state"] == "valid"


@pytest.mark.parametrize("curve", ["secp256r1", "secp384r1"])
def test_a_meter_that_was_exchanged_counts_once_its_key_is_confirmed(meter, curve):
    """Told once a transaction, its key comes with the begin alone; the end met the old key."""
    register(meter)
    another = SigningMeter("M2", new_key(curve))
    begin = another.record([reading("B", 0, 1000)])
    end = another.record([reading("E", 1, 2000)])
    deliver(
        event(0, "Started", told(another, begin, "B")),
        event(1, "Ended", told(another, end, "E", key=False)),
    )
    assert [verdict for verdict, _ in verify_all()] == ["unverifiable", "invalid"]
    assert facts()["signed"]["state"] == "invalid"
    found = next(key for key in describe_keys(STATION, 1) if not key["confirmed_at"])
    confirm_key(STATION, 1, found["fingerprint"], Label(by="Meike"), NOW)
    assert facts()["signed"]["state"] == "valid"


def test_what_is_not_verified_yet_is_waited_for(meter):
    begin_and_end(meter)
    with pytest.raises(NotVerifiedYet):
        collect_facts(SESSION, NOW)


def test_the_evse_may_be_told_after_the_signature(meter):
    register(meter)
    begin = meter.record([reading("B", 0, 1000)])
    end = meter.record([reading("E", 1, 2000)])
    deliver(event(1, "Ended", told(meter, end, "E", key=False), evse=None))
    assert verify_all() == [("unverifiable", ["key_missing"])]
    deliver(event(0, "Started", told(meter, begin, "B", key=False)))
    verify_all()
    assert facts()["signed"]["state"] == "valid"


@pytest.mark.parametrize(
    ("serial", "state"), [("M1", "valid"), ("m-1", "valid"), ("M2", "invalid"), (None, "valid")]
)
def test_the_meter_is_the_one_of_the_key(meter, serial, state):
    register(meter, meter_serial=serial)
    begin_and_end(meter)
    verify_all()
    assert facts()["signed"]["state"] == state


def test_what_no_one_here_can_read_proves_nothing(meter):
    values = [told(meter, "", mark, data="<xml/>") for mark in ("B", "E")]
    for value in values:
        value["signedMeterValue"]["encodingMethod"] = "EDL"
    deliver(event(0, "Started", values[0]), event(1, "Ended", values[1]))
    verify_all()
    assert facts()["signed"] == {"state": "unverifiable", "findings": ["format_unknown"]}


def test_what_another_session_is_billed_by_bills_nothing(meter):
    register(meter)
    begin_and_end(meter)
    verify_all()
    again = [told(meter, base64.b64decode(row.data).decode(), "E") for row in rows()]
    deliver(
        event(0, "Started", again[0], transaction="t2"),
        event(1, "Ended", again[1], transaction="t2"),
    )
    verify_all("t2")
    assert [facts()["signed"]["state"] for _ in range(2)] == ["valid"] * 2
    said = collect_facts(session_id(STATION, "t2"), NOW)
    assert said["signed"]["state"] == "invalid"
    assert said["signed"]["findings"] == ["record_told_before"]
    assert said["energy_wh"] == "0"
