"""Whatever a payload looks like: it verifies as it came, and no octet of it can change (R-EI-1)."""

import base64

from hypothesis import assume, given
from hypothesis import strategies as st

from sessions.domain.ocmf.record import Malformed, read_record
from sessions.domain.ocmf.verdict import State
from tests.unit.sessions.ocmf.samples import signed, verified

SPACES = st.text(" \t\r\n", max_size=3)
DIGITS = st.from_regex(r"-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?([eE][+-]?[0-9])?", fullmatch=True)
CHARACTERS = st.one_of(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters='"\\'),
    st.sampled_from(["\\u00e9", "\\/", "\\n", "\\\\", '\\"', "\\ud83d\\ude00", "|", "OCMF|", "é"]),
)
TEXTS = st.lists(CHARACTERS, max_size=8).map(lambda parts: '"' + "".join(parts) + '"')
VALUES = st.one_of(DIGITS, TEXTS, st.sampled_from(["true", "null", "[]", "{}"]))
NAMES = st.sampled_from(["GI", "TT", "ID", "RV", "PG", "XX"])


@st.composite
def payloads(draw):
    """A JSON object with any whitespace, escapes, digits and order that JSON allows."""

    def spaced(token):
        return draw(SPACES) + token + draw(SPACES)

    members = draw(st.lists(st.tuples(NAMES, VALUES), max_size=4, unique_by=lambda pair: pair[0]))
    written = [spaced(f'"{name}"') + ":" + spaced(value) for name, value in members]
    version = spaced('"FV"') + ":" + spaced(draw(st.sampled_from(['"1.0"', "1.0", "1.3"])))
    return spaced("{" + ",".join(draw(st.permutations([*written, version]))) + "}")


@given(payloads())
def test_what_the_meter_signed_verifies(payload):
    record = signed(payload)
    for data in (record, base64.b64encode(record.encode()).decode(), record.encode().hex()):
        assert read_record(data).payload_text == payload
        assert verified(data).state == State.VALID


@given(payloads(), st.data())
def test_no_octet_of_a_payload_can_change(payload, data):
    octets = payload.encode()
    index = data.draw(st.integers(0, len(octets) - 1))
    other = data.draw(st.integers(0, 255))
    assume(octets[index] != other)
    changed = octets[:index] + bytes([other]) + octets[index + 1 :]
    section = signed(payload).rpartition("|")[2].encode()
    wrapped = base64.b64encode(b"OCMF|" + changed + b"|" + section).decode()
    try:
        state = verified(wrapped).state
    except Malformed:
        return
    assert state == State.INVALID


@given(payloads(), st.text(" \t\r\n", min_size=1, max_size=2), st.data())
def test_no_space_can_be_added(payload, space, data):
    index = data.draw(st.integers(0, len(payload)))
    changed = payload[:index] + space + payload[index:]
    section = signed(payload).rpartition("|")[2]
    try:
        state = verified(f"OCMF|{changed}|{section}").state
    except Malformed:
        return
    assert state == State.INVALID
