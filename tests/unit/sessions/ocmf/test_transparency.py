"""The driver's file (R-EI-9): written as the tool wants it, read back without a changed octet."""

import base64
from xml.etree import ElementTree

import pytest

from sessions.domain.ocmf.key import read_key
from sessions.domain.ocmf.record import read_record
from sessions.domain.ocmf.transparency import values_xml
from sessions.domain.ocmf.transparency_file import read_values
from sessions.domain.ocmf.verdict import State
from sessions.domain.ocmf.verification import verify
from tests.unit.sessions.ocmf.samples import (
    TOKEN,
    begin_and_end,
    key_on,
    meter,
    public,
    reading,
    signed,
    whole_session,
)


def written(*records, key=True):
    return values_xml([(read_record(text), public(key_on()) if key else None) for text in records])


def attributes(xml):
    return [element.attrib for element in ElementTree.fromstring(xml)]


PAIR = [
    {"transactionId": "1", "context": "Transaction.Begin"},
    {"transactionId": "1", "context": "Transaction.End"},
]


def test_a_record_with_begin_and_end_needs_no_context():
    assert attributes(written(whole_session())) == [{}]


def test_two_records_are_one_group():
    begin, end = begin_and_end(9)
    assert attributes(written(end, begin)) == PAIR
    inner = [
        value.find("signedData").get("transactionId")
        for value in ElementTree.fromstring(written(begin, end))
    ]
    assert inner == ["1", "1"]


def test_the_group_has_the_number_that_is_asked_for():
    begin, _ = begin_and_end()
    _, end = begin_and_end()
    pairs = [(read_record(text), None) for text in (begin, end)]
    assert {value["transactionId"] for value in attributes(values_xml(pairs, 4711))} == {"4711"}


def test_what_lies_between_stays_out_of_the_group():
    simulated = meter()
    records = [
        simulated.record([reading(mark, wh)], TOKEN)
        for mark, wh in [("B", "1"), ("T", "2"), ("E", "3")]
    ]
    assert attributes(written(*records)) == [PAIR[0], {}, PAIR[1]]


@pytest.mark.parametrize("records", [begin_and_end()[:1], begin_and_end()[1:]])
def test_half_a_pair_is_no_group(records):
    assert attributes(written(*records)) == [{}]


def test_two_begins_are_no_group():
    begin, end = begin_and_end()
    other, _ = begin_and_end(5)
    assert attributes(written(begin, other, end)) == [{}, {}, {}]


@pytest.mark.parametrize(
    "payload",
    [
        '{"FV":"1.0","TT":"a < b & c > d \\u0026amp; ]]>"}',
        ' \r\n{ "FV"\t:\r"1.0" , "TT" : "für 😀" }\n ',
        '{"FV":"1.0","TT":"\ufffe"}',
    ],
)
def test_every_octet_comes_back(payload):
    xml = written(signed(payload))
    (value,) = read_values(xml.encode())
    record = read_record(value.data)
    assert record.payload_text == payload
    assert verify(record, read_key(value.key)).state == State.VALID


def test_there_is_nothing_but_the_record_in_its_element():
    text = whole_session()
    data = ElementTree.fromstring(written(text)).find("value/signedData")
    assert data.text == text
    assert data.attrib == {"format": "OCMF", "encoding": "plain"}


def test_octets_that_are_no_xml_go_as_base64():
    octets = b'OCMF|{"TT":"f\xfcr"}|{}'
    record = read_record(base64.b64encode(octets).decode())
    data = ElementTree.fromstring(values_xml([(record, None)])).find("value/signedData")
    assert data.get("encoding") == "base64"
    assert base64.b64decode(data.text) == octets


def test_without_a_key_the_driver_brings_one():
    assert (
        ElementTree.fromstring(written(whole_session(), key=False)).find("value/publicKey") is None
    )
    key = ElementTree.fromstring(written(whole_session())).find("value/publicKey")
    assert (key.get("encoding"), bytes.fromhex(key.text)) == ("hex", key_on().der)
