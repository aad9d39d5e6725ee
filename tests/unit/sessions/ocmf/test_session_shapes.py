"""Sessions as meters write them: in one record, in two, with readings between (R-EI-4)."""

from decimal import Decimal

import pytest

from sessions.domain.ocmf.assessment import Checked, assess, distinct
from sessions.domain.ocmf.identity import Expected
from sessions.domain.ocmf.record import read_record
from sessions.domain.ocmf.verdict import Finding, State, verdict
from tests.unit.sessions.ocmf.samples import (
    NOON,
    TOKEN,
    assessed,
    begin_and_end,
    key_on,
    meter,
    reading,
    resigned,
    signed,
    verified,
    whole_session,
)


def is_whole(assessment, state=State.VALID):
    assert (assessment.state, assessment.begin.wh, assessment.end.wh) == (state, 1000, 21000)
    assert assessment.is_billable
    return True


def test_begin_and_end_in_one_record():
    assessment = assessed(whole_session())
    assert is_whole(assessment)
    assert (assessment.begin.at, assessment.end.at) == (NOON, NOON.replace(hour=13))
    assert assessment.time_synchronised


def test_begin_and_end_in_two_records_in_any_order():
    begin, end = begin_and_end()
    assert is_whole(assessed(begin, end))
    assert assessed(end, begin) == assessed(begin, end, begin, end)


def test_an_end_record_that_repeats_the_begin():
    begin, _ = begin_and_end()
    both = meter(page=2).record([reading("B", "1000"), reading("E", "21000", 60)], TOKEN)
    assert is_whole(assessed(begin, both))


@pytest.mark.parametrize("end", list("ELRAP"))
def test_every_reason_to_end(end):
    record = meter().record([reading("B", "1000"), reading(end, "21000", 60)])
    assert is_whole(assessed(record))


def test_intermediate_and_tariff_change_readings():
    record = meter().record(
        [
            reading("B", "1000"),
            reading("C", "2000", 10),
            reading("S", "2000", 20),
            reading("T", "2000", 30),
            reading("E", "21000", 60),
        ]
    )
    assert is_whole(assessed(record))


def test_intermediate_records_have_pages_of_their_own():
    simulated = meter()
    records = [
        simulated.record([reading(mark, wh, minute)], TOKEN)
        for mark, wh, minute in [("B", "1000", 0), ("T", "9000", 30), ("E", "21000", 60)]
    ]
    assert is_whole(assessed(*records))
    without = assessed(records[0], records[2])
    assert without.findings == (Finding.PAGE_GAP,)
    assert is_whole(without, State.VALID_WITH_FINDINGS)


def test_omitted_fields_are_carried_forward():
    session = resigned(
        whole_session(),
        ('"RV":21.0000,"RI":"1-b:1.8.0","RU":"kWh","RT":"AC","EF":"",', '"RV":21.0000,'),
    )
    assert is_whole(assessed(session))


def test_zero_energy_is_energy():
    record = meter().record([reading("B", "1000"), reading("E", "1000", 1)])
    assert assessed(record).state == State.VALID


def test_fiscal_records_are_no_part_of_a_session():
    fiscal = signed('{"FV":"1.0","PG":"F9","MS":"OTHER","RD":[{"RV":1,"RU":"kWh","ST":"N"}]}')
    assert is_whole(assessed(whole_session(), fiscal))


def test_nothing_signed():
    assert assessed().state == State.ABSENT


def test_what_is_no_ocmf_is_unverifiable():
    alone = assess([], Expected(), [Finding.FORMAT_UNKNOWN])
    assert (alone.state, alone.findings) == (State.UNVERIFIABLE, (Finding.FORMAT_UNKNOWN,))


@pytest.mark.parametrize("octet", ["00", "ff"])
def test_the_same_payload_with_a_broken_signature_does_no_harm(octet):
    record = whole_session()
    broken = record.replace('"SD":"30', f'"SD":"{octet}')
    assert verified(broken).state == State.INVALID
    assert is_whole(assessed(broken, record))
    assert is_whole(assessed(record, broken))
    both = [Checked(read_record(text), verified(text)) for text in (broken, record)]
    assert [part.record.text for part in distinct(both)] == [record]


def test_keys_of_other_curves_make_sessions_too():
    record = read_record(whole_session("secp192r1"))
    checked = Checked(record, verified(record.text, key_on("secp192r1")))
    assert is_whole(assess([checked], Expected()))


def test_a_session_is_as_bad_as_its_worst_record():
    begin, end = map(read_record, begin_and_end())
    unknown = verdict([Finding.KEY_MISSING])
    assessment = assess([Checked(begin, verdict([])), Checked(end, unknown)], Expected())
    assert assessment.state == State.UNVERIFIABLE
    assert not assessment.is_billable
    assert assessment.end.wh == Decimal(21000)
