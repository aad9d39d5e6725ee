"""Signed values in any order and any number; and nothing that a station sends breaks us."""

import json

from hypothesis import given
from hypothesis import strategies as st

from sessions.domain.ocmf.assessment import Checked, assess
from sessions.domain.ocmf.identity import Expected
from sessions.domain.ocmf.key import BadKey, read_key
from sessions.domain.ocmf.ocpi import signed_data
from sessions.domain.ocmf.record import Malformed, read_record
from sessions.domain.ocmf.transparency import values_xml
from sessions.domain.ocmf.transparency_file import BadFile, read_values
from tests.unit.sessions.ocmf.samples import assessed, meter, reading, signed, verified

MARKS = st.sampled_from("BCXELTS")
ENTRIES = st.lists(st.tuples(MARKS, st.integers(1, 9), st.integers(0, 99)), max_size=5)
JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=5),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=5,
)
MEMBERS = ["FV", "GS", "MS", "PG", "IS", "IL", "IF", "IT", "ID", "TT", "CT", "CI"]
READING = ["TM", "TX", "RV", "RI", "RU", "EF", "ST"]
TIMES = st.sampled_from(["2026-11-22T12:00:00,000+0100 S", "2026-11-22T12:00:00,000+0100 R", "1"])
USUAL = {
    "TM": TIMES,
    "TX": MARKS,
    "RV": st.integers(0, 99),
    "RU": st.sampled_from(["kWh", "Wh", "sec"]),
    "ST": st.just("G"),
}
EXPECTED = Expected("M0001", "04A1", frozenset({"1 1"}))


def members(names, usual=None):
    known = usual or {}
    values = {name: st.one_of(known.get(name, JSON), JSON) for name in names}
    return st.fixed_dictionaries({}, optional=values)


PAYLOADS = st.builds(
    lambda payload, readings: payload | {"RD": readings},
    members(MEMBERS),
    st.one_of(JSON, st.lists(members(READING, USUAL), max_size=4)),
)


@given(ENTRIES, st.data())
def test_order_and_repeats_of_records_change_nothing(entries, data):
    records = [
        meter(page=page).record([reading(mark, str(page * 1000), minutes)])
        for mark, page, minutes in entries
    ]
    again = data.draw(st.permutations(records + records[:2]))
    assert assessed(*again) == assessed(*records)


@given(st.lists(PAYLOADS, min_size=1, max_size=3))
def test_whatever_a_meter_signs_is_judged_and_can_be_handed_on(payloads):
    texts = [signed(json.dumps(payload)) for payload in payloads]
    records = [read_record(text) for text in texts]
    checked = [Checked(record, verified(record.text)) for record in records]
    assessment = assess(checked, EXPECTED)
    assert not assessment.is_billable or (assessment.begin and assessment.end)
    values = read_values(values_xml((record, None) for record in records).encode())
    assert sorted(read_record(value.data).text for value in values) == sorted(texts)
    assert json.dumps(signed_data(records, None), ensure_ascii=False).encode()


@given(st.one_of(st.text(max_size=60), st.binary(max_size=120).map(bytes.hex)))
def test_any_text_is_read_or_refused(text):
    for read, refusal in ((read_record, Malformed), (read_key, BadKey)):
        try:
            read(text)
        except refusal:
            continue


INSIDE = st.text(max_size=40).map(lambda text: f"<values>{text}".encode(errors="replace"))


@given(st.one_of(st.binary(max_size=60), INSIDE))
def test_any_file_is_read_or_refused(file):
    try:
        read_values(file)
    except BadFile:
        return
