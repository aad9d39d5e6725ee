"""`signed_data` for partners is bounded, whatever a station has signed (R-EI-11)."""

import base64

import orjson
import pytest

from local.station.meter_keys import new_key
from local.station.meter_signing import SigningMeter
from sessions.domain.ocmf.key import read_key
from sessions.domain.ocmf.record import read_record
from sessions.signed.partner_data import MAX_OCTETS, partner_data
from tests.unit.sessions.signed.conftest import reading

URL = "https://corridor.example/receipts/token"
KEY = new_key("secp256r1")
METER = SigningMeter("M1", KEY)


def signed(*marks, **more):
    key = read_key(KEY.der.hex())
    texts = [METER.record([reading(m, n, 1000 + n)], **more) for n, m in enumerate(marks)]
    return [(read_record(text), key) for text in texts]


def natures(data):
    return [value["nature"] for value in data["signed_values"]]


def test_every_record_goes_along_with_the_key_and_the_link():
    data = partner_data(signed("B", "C", "E"), URL)
    assert natures(data) == ["Start", "Intermediate", "End"]
    assert base64.b64decode(data["public_key"]) == KEY.der
    assert data["url"] == URL


def test_of_very_many_only_begin_and_end():
    data = partner_data(signed("B", *"C" * 50, "E"), URL)
    assert natures(data) == ["Start", "End"]
    assert len(orjson.dumps(data)) <= MAX_OCTETS


@pytest.mark.parametrize("octets", [4000, 30_000])
def test_what_is_too_long_is_behind_the_link(octets):
    data = partner_data(signed("B", "E", U="x" * octets), URL)
    assert {value["signed_data"] for value in data["signed_values"]} == {""}
    assert data["url"] == URL


def test_a_key_that_nobody_knows_is_left_out():
    (begin, _), (end, _) = signed("B", "E")
    assert "public_key" not in partner_data([(begin, None), (end, None)], URL)


def test_without_records_there_is_nothing_to_hand_on():
    assert partner_data([], URL) is None
