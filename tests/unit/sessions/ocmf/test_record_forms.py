"""Any wrapping of a record is read; its payload stays as it came (R-EI-1)."""

import base64
import json

import pytest

from sessions.domain.ocmf.record import Malformed, read_record
from sessions.domain.ocmf.verdict import State
from tests.unit.sessions.ocmf.samples import signed, verified, whole_session

ODD = '\n { "FV" : 1.0,\t"TT":"a|b \\u00e9 \\/ é | {",\r\n"RD":[{"RV":0002.5e0}]} '
ODD = ODD.replace("0002.5e0", "2.500")


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda text: text,
        lambda text: f"  {text}\n",
        lambda text: base64.b64encode(text.encode()).decode(),
        lambda text: base64.encodebytes(text.encode()).decode(),
        lambda text: base64.b64encode(text.encode()).decode().rstrip("="),
        lambda text: text.encode().hex(),
        lambda text: text.encode().hex(" ").upper(),
    ],
)
def test_every_wrapping_holds_the_same_record(wrapped):
    text = signed(ODD)
    record = read_record(wrapped(text))
    assert (record.text, record.payload_text) == (text, ODD)
    assert record.tariff_text == "a|b é / é | {"
    assert base64.b64decode(record.base64).decode() == text
    assert verified(wrapped(text)).state == State.VALID


def test_octets_that_are_no_utf_8_keep_their_signature():
    latin = json.dumps({"FV": "1.0", "TT": "für"}, ensure_ascii=False).encode("latin-1")
    payload = latin.decode(errors="surrogateescape")
    section = signed("{}").rpartition("|")[2]
    octets = b"OCMF|" + latin + b"|" + section.encode()
    record = read_record(base64.b64encode(octets).decode())
    assert record.payload_text == payload
    assert record.signed_octets == latin
    assert record.tariff_text == "f?r"
    assert record.base64 == base64.b64encode(octets).decode()


def test_a_reserialised_record_is_no_longer_valid():
    payload = '{"FV":"1.0","RD":[{"RV":21.0000}]}'
    text = signed(payload)
    again = text.replace(payload, json.dumps(json.loads(payload)))
    assert verified(text).state == State.VALID
    assert verified(again).state == State.INVALID


def test_a_fourth_section_is_the_records_own_key():
    text = whole_session()
    assert read_record(text).own_key is None
    assert read_record(f"{text}|3059 3013 ").own_key == "3059 3013"
    assert verified(f"{text}|3059").state == State.VALID


@pytest.mark.parametrize(
    "data",
    [
        "",
        "OCMF",
        "OCMF|",
        "OCMF|{}",
        "OCMF|{}|",
        "OCMF|{}{}",
        "OCMF|{}|{}x",
        "OCMF|{}x|{}",
        "OCMF|[]|{}",
        "OCMF|{}|[]",
        'OCMF|{"RV":NaN}|{}',
        'OCMF|{"RV":01}|{}',
        "ocmf|{}|{}",
        "XCMF|{}|{}",
        "hello",
        base64.b64encode(b"EDL|{}|{}").decode(),
        'OCMF|{"ID":"\ud800"}|{}',
        'OCMF|{"a":' + "[" * 60_000 + "]" * 60_000 + "}|{}",
        "OCMF|{}|{}" + " " * 200_000,
    ],
)
def test_what_is_no_record_is_refused(data):
    with pytest.raises(Malformed):
        read_record(data)


def test_no_field_can_make_a_record_unreadable():
    wrong = '{"FV":[1],"PG":7,"MS":{},"IS":"yes","IF":"x","ID":5,"CT":0,"RD":[1,null,{"TM":9}]}'
    record = read_record(f"OCMF|{wrong}|{{}}")
    assert (record.format_version, record.page, record.meter_serial) == ("", None, "")
    assert (record.identification.assigned, record.identification.flags) == (None, ())
    assert (record.identification.id, record.charge_point) == ("5", ("0", ""))
    assert [reading.at for reading in record.readings] == ["9"]
