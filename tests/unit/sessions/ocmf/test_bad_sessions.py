"""Rightly signed and still no bill: the rules of the driver's tool, and ours (R-EI-3)."""

import pytest

from sessions.domain.ocmf.verdict import Finding, State
from tests.unit.sessions.ocmf.samples import (
    TOKEN,
    assessed,
    begin_and_end,
    meter,
    reading,
    resigned,
    whole_session,
)


def one_record(*readings, **more):
    return meter().record(readings, TOKEN, **more)


B, E = reading("B", "1000"), reading("E", "21000", 60)
INVALID = {
    Finding.TWO_BEGINS: [one_record(B, reading("B", "1001", 1), E)],
    Finding.TWO_ENDS: [one_record(B, E, reading("L", "21001", 61))],
    Finding.EXCEPTION_REPORTED: [one_record(B, reading("X", "1000"), reading("X", "2000", 9), E)],
    Finding.REGISTER_FALLS: [one_record(B, reading("E", "999.9", 60))],
    Finding.TIME_FALLS: [one_record(B, reading("E", "21000", -1))],
    Finding.METER_STATUS_BAD: [one_record(B, reading("E", "21000", 60, status="M"))],
    Finding.ENERGY_FLAGGED: [one_record(reading("B", "1000", error_flags="E"), E)],
    Finding.TIME_FLAGGED: [one_record(B, reading("E", "21000", 60, error_flags="t"))],
    Finding.TIME_STATUS_WRONG: [one_record(reading("B", "1000", time_status="R"), E)],
    Finding.IDENTIFICATION_ERROR: [one_record(B, E, IL="MISMATCH")],
    Finding.PAGE_CONTEXT_WRONG: [one_record(B, E, PG="F1")],
    Finding.PAGE_FALLS: [begin_and_end(7)[0], begin_and_end(3)[1]],
    Finding.SOURCE_DIFFERS: [begin_and_end()[0], resigned(begin_and_end()[1], ("M0001", "M0002"))],
    Finding.VALUE_UNREADABLE: [resigned(whole_session(), ("21.0000", '"much"'))],
    Finding.SIGNATURE_WRONG: [whole_session().replace("21.0000", "22.0000")],
}


@pytest.mark.parametrize("finding", INVALID)
def test_such_a_session_is_invalid(finding):
    assessment = assessed(*INVALID[finding])
    assert (assessment.state, assessment.findings) == (State.INVALID, (finding,))


@pytest.mark.parametrize("status", [*"NTDRMXIOSEF", ""])
def test_only_a_good_meter_status_is_good(status):
    assessment = assessed(one_record(reading("B", "1000", status=status), E))
    assert assessment.findings == (Finding.METER_STATUS_BAD,)


@pytest.mark.parametrize("level", ["MISMATCH", "INVALID", "OUTDATED", "UNKNOWN", "unknown"])
def test_an_error_level_of_identification(level):
    assert assessed(one_record(B, E, IL=level)).findings == (Finding.IDENTIFICATION_ERROR,)


@pytest.mark.parametrize("level", ["", "HEARSAY", "TRUSTED", "VERIFIED", "CERTIFIED", "SECURE"])
def test_a_good_level_of_identification(level):
    assert assessed(one_record(B, E, IL=level)).state == State.VALID


def test_exceptions_as_two_records():
    begin, _ = begin_and_end()
    end = meter(page=2).record([reading("X", "9000", 50), E], TOKEN)
    assert assessed(begin, end).findings == (Finding.EXCEPTION_REPORTED,)


@pytest.mark.parametrize(
    ("records", "finding"),
    [
        (begin_and_end()[:1], Finding.END_MISSING),
        (begin_and_end()[1:], Finding.BEGIN_MISSING),
    ],
)
def test_half_a_session_is_incomplete(records, finding):
    assessment = assessed(*records)
    assert (assessment.state, assessment.findings) == (State.INCOMPLETE, (finding,))
    assert not assessment.is_billable


def test_intermediate_values_alone_are_incomplete():
    assessment = assessed(one_record(reading("C", "1000")))
    assert assessment.findings == (Finding.ENERGY_REGISTER_MISSING,)
    assert assessment.state == State.INCOMPLETE


@pytest.mark.parametrize(
    ("records", "finding"),
    [
        ([one_record(B, reading("C", "2000", 9, status="T"), E)], Finding.INTERMEDIATE_ERROR),
        ([one_record(B, reading("C", "2000", 9, error_flags="E"), E)], Finding.INTERMEDIATE_ERROR),
        ([one_record(B, E, PG=None)], Finding.PAGE_MISSING),
        ([one_record(B, E, PG="T1a")], Finding.PAGE_MISSING),
        ([resigned(whole_session(), ("2026-11-22T12", "22.11.2026 12"))], Finding.TIME_UNREADABLE),
        ([one_record(B, E, FV="1.4")], Finding.FORMAT_VERSION_TOO_NEW),
        ([one_record(B, E, MS=None, GS=None)], Finding.SOURCE_UNIDENTIFIED),
        ([begin_and_end(1)[0], begin_and_end(10**17)[1]], Finding.PAGE_GAP),
    ],
)
def test_what_does_no_harm_is_told(records, finding):
    assessment = assessed(*records)
    assert assessment.findings == (finding,)
    assert assessment.state == State.VALID_WITH_FINDINGS
    assert assessment.is_billable


@pytest.mark.parametrize(
    ("begin", "end", "synchronised"),
    [("S", "S", True), ("S", "I", False), ("I", "S", False), ("R", "R", False), ("U", "U", False)],
)
def test_a_time_is_good_only_if_both_clocks_were(begin, end, synchronised):
    record = one_record(
        reading("B", "1000", time_status=begin), reading("E", "21000", 60, time_status=end)
    )
    assessment = assessed(record)
    assert (assessment.state, assessment.time_synchronised) == (State.VALID, synchronised)
