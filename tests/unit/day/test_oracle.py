"""The second opinion itself, against sums done by hand."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

import local.day
from local.day.oracle import price
from local.station.book import Entry

BERLIN = "Europe/Berlin"
TEN_IN_BERLIN = datetime(2026, 11, 21, 21, tzinfo=UTC)
GERMANY = json.loads(
    (Path(local.day.__file__).parent / "tariffs/germany.json").read_text(), parse_float=Decimal
)


def entry(samples, states=(), start=TEN_IN_BERLIN):
    """`samples` are (minute, Wh), `states` (minute, state)."""

    def at(minute):
        return start + timedelta(minutes=minute)

    return Entry(
        station_id="CS",
        evse_id=1,
        transaction_id="T",
        id_token="CARD",
        started_at=at(samples[0][0]),
        ended_at=at(samples[-1][0]),
        samples=[(at(minute), Decimal(str(wh))) for minute, wh in samples],
        states=[(at(minute), state) for minute, state in states],
    )


def tariff(*elements):
    return {
        "elements": [
            {
                "price_components": [
                    {"type": type, "price": Decimal(value), "step_size": step} | vat
                    for type, value, step, vat in components
                ]
            }
            | ({"restrictions": restrictions} if restrictions else {})
            for restrictions, *components in elements
        ]
    }


def amounts(entry, tariff, zone=BERLIN):
    found = price(entry, tariff, zone)
    return str(found.excl_vat), str(found.incl_vat)


def test_the_night_begins_in_the_middle_of_a_session():
    # 10 kWh in 20 minutes, half before ten: 5 * 0.49 + 5 * 0.37 + 0.50 = 4.80; * 1.19 = 5.712.
    assert amounts(entry([(-10, 0), (10, 10_000)]), GERMANY) == ("4.8", "5.71")


def test_energy_is_split_between_the_samples_around_the_boundary():
    # 1 kWh until 21:50, then 3 kWh evenly until 22:10: 2.5 * 0.49 + 1.5 * 0.37 + 0.50 = 2.28.
    assert amounts(entry([(-20, 0), (-10, 1000), (10, 4000)]), GERMANY) == ("2.28", "2.71")


def test_a_car_that_does_not_ask_for_power_parks():
    # Half an hour of parking at 6.00 an hour, the flat fee, no energy: 3.50.
    states = [(0, "Charging"), (30, "SuspendedEV")]
    assert amounts(entry([(0, 0), (60, 0)], states), GERMANY) == ("3.5", "4.17")


def test_a_station_that_withholds_power_makes_nobody_park():
    states = [(0, "SuspendedEVSE")]
    assert amounts(entry([(0, 0), (60, 0)], states), GERMANY) == ("0.5", "0.6")


def test_the_last_started_step_is_paid_whole():
    by_ten_wh = tariff((None, ("ENERGY", "1.00", 10, {})))
    assert amounts(entry([(0, 0), (10, 1001)]), by_ten_wh) == ("1.01", "1.01")
    by_the_hour = tariff((None, ("TIME", "3.00", 3600, {})))
    assert amounts(entry([(0, 0), (61, 0)]), by_the_hour) == ("6", "6")


def test_with_paid_parking_only_parking_is_stepped():
    both = tariff((None, ("TIME", "6.00", 3600, {}), ("PARKING_TIME", "6.00", 3600, {})))
    states = [(0, "Charging"), (30, "SuspendedEV")]
    assert amounts(entry([(0, 0), (31, 0)], states), both) == ("9", "9")


def test_each_dimension_finds_its_own_element():
    mixed = tariff(
        ({"day_of_week": ["SUNDAY"]}, ("ENERGY", "9.00", 1, {})),
        (None, ("FLAT", "1.00", 1, {"vat": Decimal(0)}), ("ENERGY", "0.50", 1, {})),
        (None, ("ENERGY", "7.00", 1, {})),
    )
    assert amounts(entry([(0, 0), (10, 2000)]), mixed) == ("2", "2")


def test_the_wall_clock_is_the_sites():
    day_only = tariff(({"start_time": "06:00", "end_time": "22:00"}, ("ENERGY", "1", 1, {})))
    session = entry([(-10, 0), (0, 1000)])
    assert amounts(session, day_only, BERLIN) == ("1", "1")
    assert amounts(session, day_only, "Europe/Helsinki") == ("0", "0")


def test_each_vat_rate_is_rounded_by_itself():
    # 0.125 at two rates: each half up to 0.13, not 0.25 together.
    two = tariff(
        (None, ("FLAT", "0.125", 1, {"vat": Decimal(0)}), ("ENERGY", "0.125", 1, {})),
    )
    assert amounts(entry([(0, 0), (10, 1000)]), two) == ("0.26", "0.26")


@pytest.mark.parametrize(
    "more",
    [
        {"min_price": {"excl_vat": 1}},
        {"max_price": {"excl_vat": 1}},
        {"elements": [{"price_components": [], "restrictions": {"max_power": 11}}]},
    ],
)
def test_it_says_so_when_a_tariff_is_beyond_it(more):
    with pytest.raises(ValueError, match="does not know"):
        price(entry([(0, 0), (1, 1)]), GERMANY | more, BERLIN)
