"""Meters that show several registers: one of them is billed, none is mixed with another."""

import pytest

from sessions.domain.ocmf.verdict import Finding, State
from tests.unit.sessions.ocmf.samples import assessed, signed


def shown(mark, obis, value, unit="kWh"):
    return (
        f'{{"TM":"2026-11-22T12:00:00,000+0100 S","TX":"{mark}","RV":{value},"RI":"{obis}",'
        f'"RU":"{unit}","EF":"","ST":"G"}}'
    )


def session(*readings):
    return assessed(signed(f'{{"FV":"1.0","PG":"T1","MS":"1","RD":[{",".join(readings)}]}}'))


def billed(assessment):
    return assessment.end.wh - assessment.begin.wh


@pytest.mark.parametrize(
    ("obis", "other"),
    [
        ("01-00:B1.08.00*FF", "01-00:B0.08.00*FF"),
        ("01-00:B1.08.00*FF", "01-00:B3.08.00*FF"),
        ("01-00:B3.08.00*FF", "01-00:B2.08.00*FF"),
        ("01-00:B0.08.00*FF", "01-00:C1.08.00*FF"),
        ("1-b:1.8.0", "1-b:2.8.0"),
        ("1.8.0", "01-00:B2.08.00*FF"),
        ("01-00:01.08.00*FF", "01-00:02.08.00*FF"),
        ("1-b:1.8.0", "vendor"),
        ("vendor", "1-b:2.8.0"),
        ("", "1-b:2.8.0"),
    ],
)
def test_the_register_nearest_to_the_vehicle_is_billed(obis, other):
    pairs = [("B", obis, 1), ("B", other, 5), ("E", obis, 3), ("E", other, 55)]
    for order in (pairs, pairs[::-1]):
        assessment = session(*(shown(*entry) for entry in order))
        assert (assessment.state, billed(assessment)) == (State.VALID, 2000)


def test_a_whole_register_is_better_than_a_better_one():
    assessment = session(
        shown("B", "01-00:B1.08.00*FF", 1), shown("B", "1.8.0", 2), shown("E", "1.8.0", 3)
    )
    assert (assessment.state, billed(assessment)) == (State.VALID, 1000)


def test_a_begin_of_one_register_and_an_end_of_another_are_no_pair():
    assessment = session(shown("B", "1-b:1.8.0", 1), shown("E", "1-b:1.8.1", 3))
    assert assessment.state == State.INCOMPLETE


def test_two_registers_of_which_nobody_knows_the_meaning():
    pairs = [("B", "x", 1), ("B", "y", 5), ("E", "x", 3), ("E", "y", 55)]
    assert session(*(shown(*entry) for entry in pairs)).findings == (Finding.REGISTER_UNCLEAR,)


@pytest.mark.parametrize("obis", ["1-b:2.8.0", "01-00:C1.08.00*FF"])
def test_export_alone_is_not_billed(obis):
    assessment = session(shown("B", obis, 1), shown("E", obis, 3))
    assert assessment.findings == (Finding.ENERGY_REGISTER_MISSING,)
    assert assessment.begin is None


def test_seconds_are_no_energy():
    seconds = [shown("B", "1-b:0.8.0", 0, "sec"), shown("E", "1-b:0.8.0", 60, "sec")]
    assert session(*seconds).findings == (Finding.ENERGY_REGISTER_MISSING,)
    energy = [shown("B", "1-b:1.8.0", 1, "Wh"), shown("E", "1-b:1.8.0", 3, "Wh")]
    assert billed(session(*seconds, *energy)) == 2


def test_a_second_begin_of_any_import_register_is_wrong():
    assessment = session(
        shown("B", "1.8.0", 1), shown("E", "1.8.0", 2), shown("B", "x", 1), shown("B", "x", 2)
    )
    assert assessment.findings == (Finding.TWO_BEGINS,)
