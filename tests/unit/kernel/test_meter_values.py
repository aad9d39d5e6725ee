"""Sampled values to an energy register in Wh (R-TX-13)."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from corridor_kernel.ocpp.meter_values import current_a, read

AT = "2026-11-22T10:00:00Z"


def meter_value(*sampled):
    return [{"timestamp": AT, "sampledValue": list(sampled)}]


def register(*sampled):
    (sample,), readable = read(meter_value(*sampled))
    assert readable
    return sample.register_wh


def test_what_is_not_said_has_the_defaults_of_the_standard():
    (sample,), readable = read(meter_value({"value": 1234.5}))
    assert readable
    assert sample.instant == datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert sample.context == "Sample.Periodic"
    assert sample.register_wh == Decimal("1234.5")
    assert sample.others == {}


@pytest.mark.parametrize(
    ("unit_of_measure", "expected"),
    [
        ({}, "12.5"),
        ({"unit": "Wh"}, "12.5"),
        ({"unit": "kWh"}, "12500"),
        ({"unit": "Wh", "multiplier": 3}, "12500"),
        ({"unit": "kWh", "multiplier": -3}, "12.5"),
        ({"multiplier": -1}, "1.25"),
        ({"unit": "MWh"}, "12500000"),
    ],
)
def test_unit_and_multiplier_apply(unit_of_measure, expected):
    assert register({"value": 12.5, "unitOfMeasure": unit_of_measure}) == Decimal(expected)


def test_a_number_is_exact():
    assert register({"value": 0.1}, {"value": 1, "measurand": "SoC"}) == Decimal("0.1")
    assert register({"value": 123456.789, "unitOfMeasure": {"unit": "kWh"}}) == Decimal(123456789)
    assert register({"value": 0.1 + 0.2}) == Decimal("0.3")


def test_phases_add_up_unless_the_whole_is_there():
    phases = [{"value": n, "phase": phase} for n, phase in ((1, "L1"), (2, "L2"), (4, "L3-N"))]
    assert register(*phases) == 7
    assert register({"value": 9}, *phases) == 9
    assert register({"value": 5, "phase": "L1"}) == 5
    assert register({"value": 5, "phase": "L1-L2"}) is None


def test_only_the_outlet_counts():
    (sample,), _ = read(meter_value({"value": 9, "location": "Inlet"}))
    assert sample.register_wh is None
    assert sample.others == {"Energy.Active.Import.Register@Inlet": "9 Wh"}


def test_other_measurands_are_kept_beside_the_register():
    (sample,), readable = read(
        meter_value(
            {"value": 100},
            {"value": 11, "measurand": "Power.Active.Import", "unitOfMeasure": {"unit": "kW"}},
            {"value": 230.1, "measurand": "Voltage", "phase": "L1-N"},
            {"value": 21, "measurand": "Temperature"},
            {"value": 60, "measurand": "SoC", "location": "EV"},
        )
    )
    assert readable
    assert sample.register_wh == 100
    assert sample.others == {
        "Power.Active.Import": "11 kW",
        "Voltage.L1-N": "230.1",
        "Temperature": "21",
        "SoC@EV": "60",
    }


def test_each_context_is_its_own_sample():
    samples, _ = read(
        meter_value({"value": 1, "context": "Transaction.Begin"}, {"value": 2, "context": "Other"})
    )
    assert [(sample.context, sample.register_wh) for sample in samples] == [
        ("Transaction.Begin", 1),
        ("Other", 2),
    ]


def test_an_export_or_interval_is_no_import_register():
    for measurand in ("Energy.Active.Export.Register", "Energy.Active.Import.Interval"):
        assert register({"value": 9, "measurand": measurand}) is None


def test_a_number_as_text_is_a_number():
    assert register({"value": "12.5"}) == Decimal("12.5")


@pytest.mark.parametrize(
    "value",
    [True, None, "x", "NaN", "Infinity", [], {}, 10**15, 1e300, "1e999999999"],
)
def test_what_is_no_number_is_left_out_and_told(value):
    (sample,), readable = read(meter_value({"value": value}, {"value": 7}))
    assert not readable
    assert sample.register_wh == 7


def test_a_number_of_many_decimals_stays_small():
    (sample,), _ = read(meter_value({"value": 1e-300, "measurand": "SoC"}))
    assert sample.others == {"SoC": "0"}


@pytest.mark.parametrize("multiplier", [True, "3", 10, -10, 1.5, None])
def test_an_odd_multiplier_is_not_guessed(multiplier):
    samples, readable = read(meter_value({"value": 1, "unitOfMeasure": {"multiplier": multiplier}}))
    assert not readable
    assert samples == ()


@pytest.mark.parametrize(
    "meter_values",
    [
        {},
        "x",
        [None],
        [{}],
        [{"timestamp": AT}],
        [{"timestamp": "yesterday", "sampledValue": [{"value": 1}]}],
        [{"timestamp": "0001-01-01T00:00:00+23:59", "sampledValue": [{"value": 1}]}],
        [{"timestamp": AT, "sampledValue": [None]}],
        [{"timestamp": AT, "sampledValue": [{"value": 1, "unitOfMeasure": 5}]}],
    ],
)
def test_odd_meter_values_break_nothing(meter_values):
    samples, readable = read(meter_values)
    assert samples == ()
    assert not readable


def test_no_meter_values_are_fine():
    assert read(None) == ((), True)
    assert read([]) == ((), True)


def test_a_number_of_countless_digits_is_rounded():
    assert register({"value": "1." + "3" * 5000}) == Decimal("1.333333333")
    assert register({"value": "1e-999999999"}) == 0


def test_an_integer_of_countless_digits_is_left_out():
    assert read(meter_value({"value": 10**5000})) == ((), False)


def current(value, phase=None, unit="A", **more):
    sampled = {"value": value, "measurand": "Current.Import", "unitOfMeasure": {"unit": unit}}
    return sampled | ({"phase": phase} if phase else {}) | more


@pytest.mark.parametrize(
    ("sampled", "ampere"),
    [
        ([current(16, "L1"), current(15.5, "L2"), current(0, "L3-N")], "31.5"),
        ([current(16, "L1"), current(99)], "16"),
        ([current(16, "L1"), current(3, "N")], "16"),
        ([current(32)], "32"),
        ([current(32, unit="")], "32"),
        ([current(1.6, unitOfMeasure={"unit": "A", "multiplier": 1})], "16"),
        ([current(32, unit="mA")], None),
        ([current(-1)], None),
        ([current(32, location="Inlet"), current(1, "L1", location="EV")], None),
        ([{"value": 5, "measurand": "Current.Offered"}], None),
        ([{"value": 5}], None),
    ],
)
def test_a_current_is_the_sum_over_the_phases(sampled, ampere):
    (sample,), _ = read(meter_value(*sampled))
    assert current_a(sample) == (None if ampere is None else Decimal(ampere))
