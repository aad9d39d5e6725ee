"""Readings: what is left out is carried on, digits stay, odd times and units are told apart."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from sessions.domain.ocmf.reading import readings
from sessions.domain.ocmf.record import read_record

FIRST = (
    '{"TM":"2018-07-24T13:22:04,123+0200 S","TX":"B","RV":2935.600,"RI":"1-b:1.8.0",'
    '"RU":"kWh","EF":"t","ST":"G"}'
)


def read(*written):
    return read_record(f'OCMF|{{"RD":[{",".join(written)}]}}|{{}}').readings


def test_a_reading_is_read():
    (reading,) = read(FIRST)
    assert reading.at == "2018-07-24T13:22:04,123+0200 S"
    assert reading.instant == datetime(2018, 7, 24, 11, 22, 4, 123_000, UTC)
    assert (reading.time_status, reading.transaction, reading.obis) == ("S", "B", "1-b:1.8.0")
    assert (str(reading.value), reading.unit) == ("2935.600", "kWh")
    assert reading.wh == 2_935_600
    assert (reading.error_flags, reading.status) == ("t", "G")


def test_what_a_reading_leaves_out_it_has_from_the_one_before():
    begin, charging, more, end = read(FIRST, '{"TX":"C","RV":2936}', '{"RV":null}', '{"TX":"E"}')
    assert [reading.transaction for reading in (begin, charging, more, end)] == list("BCCE")
    assert [str(reading.value) for reading in (begin, charging, end)] == [
        "2935.600",
        "2936",
        "2936",
    ]
    assert end.at == begin.at
    assert (end.unit, end.obis, end.status, end.error_flags) == ("kWh", "1-b:1.8.0", "G", "t")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0.0", "0.0"),
        ("-1.50", "-1.50"),
        ('"21.10"', "21.10"),
        ("2.50e3", "2.50E+3"),
        ("1e999999999", None),
        ("1" * 19, None),
        ('"NaN"', None),
        ('"Infinity"', None),
        ('"٣"', None),
        ("true", None),
        ("[1]", None),
    ],
)
def test_a_value_keeps_its_digits(written, value):
    (reading,) = read(f'{{"RV":{written},"RU":"Wh"}}')
    assert (None if reading.value is None else str(reading.value)) == value


@pytest.mark.parametrize(
    ("unit", "wh"),
    [
        ("kWh", 1500),
        ("KWH", 1500),
        ("Wh", Decimal("1.5")),
        ("sec", None),
        ("mOhm", None),
        ("", None),
    ],
)
def test_only_energy_is_energy(unit, wh):
    assert read(f'{{"RV":1.5,"RU":"{unit}"}}')[0].wh == wh


@pytest.mark.parametrize(
    ("at", "instant", "status"),
    [
        ("2026-11-22T10:00:00,000+0100 R", datetime(2026, 11, 22, 9, tzinfo=UTC), "R"),
        ("2026-11-22T10:00:00.5+01:00 U", datetime(2026, 11, 22, 9, 0, 0, 500_000, UTC), "U"),
        ("2026-11-22T10:00:00Z I", datetime(2026, 11, 22, 10, tzinfo=UTC), "I"),
        ("2026-11-22T10:00:00,000+0000", datetime(2026, 11, 22, 10, tzinfo=UTC), ""),
        ("2026-11-22T10:00:00,000 S", None, "S"),
        ("0001-01-01T00:00:00,000+1400 S", None, "S"),
        ("yesterday S", None, "S"),
        ("", None, ""),
    ],
)
def test_a_time_needs_an_offset(at, instant, status):
    (reading,) = readings([{"TM": at}])
    assert (reading.instant, reading.time_status) == (instant, status)
