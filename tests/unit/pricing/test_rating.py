"""Rating beyond the case folders: odd sessions, limits, minor units."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from corridor_kernel.ocpi.enums import TariffDimensionType
from pricing.domain.bill import bill_of
from pricing.domain.exact import cut, cut_parts, half_up
from pricing.domain.facts import facts_of
from pricing.domain.rating import rate
from pricing.domain.tariff import PriceLimit, Tariff, tariff_of

SESSION = {
    "session_id": "S",
    "station_id": "CS-1",
    "evse_id": 1,
    "connector_id": 1,
    "id_token": None,
    "started_at": "2026-04-01T10:00:00.000Z",
    "ended_at": "2026-04-01T11:00:00.000Z",
    "stopped_reason": None,
    "meter_start_wh": "0",
    "energy_wh": "10000",
    "telemetry": [],
    "states": [],
}
ENERGY = {"type": "ENERGY", "price": Decimal("0.5"), "vat": 19, "step_size": 1}


def rated(tariff_members=None, components=(ENERGY,), **session):
    elements = [{"price_components": list(components)}]
    tariff = {"currency": "EUR", "elements": elements} | (tariff_members or {})
    return rate(facts_of(SESSION | session), tariff_of(tariff), UTC)


def test_a_clock_that_was_set_back_costs_no_time_but_its_energy():
    time = {"type": "TIME", "price": 6, "step_size": 1}
    rating = rated(components=[ENERGY, time], ended_at="2026-04-01T09:00:00.000Z")
    assert rating.bill.net == 5
    assert rating.cost(TariffDimensionType.TIME) is None
    assert len(rating.periods) == 1


def test_energy_that_came_in_no_time_is_billed():
    rating = rated(telemetry=[["2026-04-01T10:00:00.000Z", "10000"]])
    assert rating.bill.net == 5


PARKED = {
    "ended_at": "2026-04-01T10:20:00.000Z",
    "states": [["2026-04-01T10:10:00.000Z", "SuspendedEV"]],
}


def test_free_parking_takes_no_step_from_charging():
    time = {"type": "TIME", "price": 6, "step_size": 900}
    free = {"type": "PARKING_TIME", "price": 0, "step_size": 1}
    assert rated(components=[time, free], **PARKED).bill.net == Fraction(3, 2)  # 15 of 10 min
    assert rated(components=[time, free | {"price": 6}], **PARKED).bill.net == 2


def test_a_free_tail_is_rounded_by_the_last_price():
    paid = {"type": "ENERGY", "price": 1, "step_size": 4000}
    free = {"price_components": [{"type": "ENERGY", "price": 0, "step_size": 1}]}
    elements = [{"price_components": [paid], "restrictions": {"max_kwh": 7}}, free]
    assert rated({"elements": elements}).bill.net == 9  # 10 kWh become 12; 3 of them are free


def test_states_before_the_start_count_from_the_start():
    parking = {"type": "PARKING_TIME", "price": 6, "step_size": 1}
    before = [["2026-04-01T09:00:00.000Z", "EVConnected"], ["2026-04-01T10:30:00.000Z", "Charging"]]
    rating = rated(components=[parking], states=before)
    assert rating.bill.net == 3


@pytest.mark.parametrize("state", ["SuspendedEV", "EVConnected", "Idle"])
def test_a_vehicle_that_does_not_ask_parks(state):
    parking = {"type": "PARKING_TIME", "price": 6, "step_size": 1}
    states = [["2026-04-01T10:00:00.000Z", state]]
    assert rated(components=[parking], states=states).bill.net == 6


@pytest.mark.parametrize("state", ["SuspendedEVSE", "Charging"])
def test_a_vehicle_that_asks_does_not_park(state):
    parking = {"type": "PARKING_TIME", "price": 6, "step_size": 1}
    states = [["2026-04-01T10:00:00.000Z", state]]
    assert rated(components=[parking], states=states).bill.net == 0


def test_the_last_of_two_states_at_one_instant_counts():
    parking = {"type": "PARKING_TIME", "price": 6, "step_size": 1}
    states = [[SESSION["started_at"], "SuspendedEV"], [SESSION["started_at"], "Charging"]]
    assert rated(components=[parking], states=states).bill.net == 0


def test_states_count_by_their_instants_in_any_order():
    parking = {"type": "PARKING_TIME", "price": 6, "step_size": 1}
    states = [["2026-04-01T10:30:00.000Z", "Charging"], ["2026-04-01T10:00:00.000Z", "SuspendedEV"]]
    assert rated(components=[parking], states=states).bill.net == 3


@pytest.mark.parametrize("day", [{"start_time": "00:00", "end_time": "00:00"}, {}])
def test_a_whole_day_is_one_period(day):
    elements = [{"price_components": [ENERGY], "restrictions": day}]
    rating = rated({"elements": elements}, ended_at="2026-04-02T10:00:00.000Z", energy_wh="24000")
    assert (rating.bill.net, len(rating.periods)) == (12, 1)


def test_a_minimum_is_owed_where_nothing_was_charged():
    limit = {"min_price": {"excl_vat": 1, "incl_vat": Decimal("1.19")}}
    bill = rated(limit, energy_wh="0").bill
    assert (bill.excl_vat, bill.incl_vat) == (Decimal("1.00"), Decimal("1.19"))
    assert [line.rate for line in bill.lines] == [19]


def test_a_minimum_is_owed_at_the_rate_of_the_session():
    fee = {"type": "FLAT", "price": 2, "vat": 7, "step_size": 1}
    elements = [
        {"price_components": [fee], "restrictions": {"reservation": "RESERVATION"}},
        {"price_components": [ENERGY]},
    ]
    bill = rated({"elements": elements, "min_price": {"excl_vat": 1}}, energy_wh="0").bill
    assert [(line.rate, line.incl_vat) for line in bill.lines] == [(19, Decimal("1.19"))]


def test_a_limit_without_vat_limits_the_gross_by_the_rates():
    bill = rated({"max_price": {"excl_vat": 2}}).bill
    assert (bill.excl_vat, bill.incl_vat) == (Decimal("2.00"), Decimal("2.38"))


def test_rounding_does_not_carry_the_sum_over_the_maximum():
    """3.335 + 3.335 + 3.33 is 10.00, and 3.34 + 3.34 + 3.33 is not."""
    limit = PriceLimit(Decimal(10), None)
    tariff = Tariff("EUR", (), max_price=limit)
    nets = {
        Decimal(rate): Fraction(net) for rate, net in ((7, "3.335"), (19, "3.335"), (0, "3.33"))
    }
    bill = bill_of(nets, tariff)
    assert bill.excl_vat == Decimal("10.00")
    assert sorted(line.excl_vat for line in bill.lines) == [
        Decimal("3.33"),
        Decimal("3.33"),
        Decimal("3.34"),
    ]


def test_rounding_does_not_carry_the_sum_under_the_minimum():
    tariff = Tariff("EUR", (), min_price=PriceLimit(Decimal(10), None))
    nets = {
        Decimal(rate): Fraction(net) for rate, net in ((7, "3.334"), (19, "3.334"), (0, "3.332"))
    }
    assert bill_of(nets, tariff).excl_vat == Decimal("10.00")


def test_a_zero_price_is_a_price_and_takes_the_step():
    """The free tail has a component: its step counts, at its price."""
    paid = ENERGY | {"step_size": 1000}
    elements = [
        {"price_components": [paid], "restrictions": {"max_kwh": Decimal("4.5")}},
        {"price_components": [ENERGY | {"price": 0}]},
    ]
    assert rated({"elements": elements}).bill.net == Fraction("2.25")


def test_half_a_unit_is_rounded_away_from_zero():
    assert half_up(Fraction("0.005"), 2) == Decimal("0.01")
    assert half_up(Fraction("-0.005"), 2) == Decimal("-0.01")
    assert half_up(Fraction("0.00499999999999999999999999999999999999"), 2) == 0
    assert str(half_up(Fraction(12), 2)) == "12.00"


def test_parts_add_up_to_the_cut_total():
    parts = list(cut_parts([Fraction(1, 3)] * 3, 4))
    assert sum(parts) == cut(Fraction(1), 4)
    assert parts == [Decimal("0.3333"), Decimal("0.3333"), Decimal("0.3334")]


FROM_32_A = {"price_components": [ENERGY | {"price": 1}], "restrictions": {"min_current": 32}}
OTHERWISE = {"price_components": [ENERGY]}


@pytest.mark.parametrize(
    ("currents", "net"),
    [
        ([], 5),
        ([("10:00", "32")], 10),
        ([("10:00", "31.9")], 5),
        ([("10:30", "40")], Fraction("7.5")),
        ([("10:30", "40"), ("10:45", "0")], Fraction("6.25")),
        ([("10:45", "0"), ("10:30", "40")], Fraction("6.25")),
        ([("09:00", "40"), ("10:30", "16")], Fraction("7.5")),
        ([("10:00", "16"), ("10:00", "40")], 10),
        ([("11:00", "40")], 5),
    ],
    ids=[
        "no current was reported: 0 A",
        "the bound is within",
        "below the bound",
        "until the first it is 0 A",
        "each holds until the next",
        "in any order",
        "one before the start counts from the start",
        "the last of two at one instant",
        "one at the end counts for nothing",
    ],
)
def test_a_price_by_current_follows_the_samples(currents, net):
    told = [[f"2026-04-01T{clock}:00.000Z", ampere] for clock, ampere in currents]
    rating = rated({"elements": [FROM_32_A, OTHERWISE]}, currents=told)
    assert rating.bill.net == net


def reserved(start, end, used):
    return {"from": f"2026-04-01T{start}:00.000Z", "to": f"2026-04-01T{end}:00.000Z", "used": used}


def test_an_expired_reservation_without_a_price_costs_nothing():
    limit = {"min_price": {"excl_vat": 1}}
    rating = rated(limit, reservation=reserved("09:00", "10:00", used=False))
    assert (rating.bill.net, rating.charges, rating.reservation_cost) == (0, (), None)
    assert [period.reserved for period in rating.periods] == [True]


def test_a_reservation_that_ends_before_it_begins_lasts_no_time():
    fee = {"type": "FLAT", "price": 2, "step_size": 1}
    hourly = {"type": "TIME", "price": 6, "step_size": 1}
    elements = [
        {"price_components": [fee, hourly], "restrictions": {"reservation": "RESERVATION"}},
        {"price_components": [ENERGY]},
    ]
    rating = rated({"elements": elements}, reservation=reserved("10:30", "10:00", used=True))
    assert (rating.reservation_cost.net, rating.bill.net) == (2, 7)


def test_a_reservation_has_no_current_power_or_energy():
    hourly = {"type": "TIME", "price": 6, "step_size": 1}
    bounds = ({"min_kwh": 1}, {"min_current": 1}, {"min_power": 1}, {"max_kwh": 1, "max_power": 1})
    for rules in bounds:
        element = {
            "price_components": [hourly],
            "restrictions": {"reservation": "RESERVATION"} | rules,
        }
        rating = rated({"elements": [element]}, reservation=reserved("09:00", "10:00", used=True))
        assert rating.bill.net == (6 if "max_kwh" in rules else 0)


def test_a_current_that_is_none_is_refused():
    with pytest.raises(ValueError, match="no energy or current"):
        rated(currents=[["2026-04-01T10:00:00.000Z", "-1"]])


def test_a_day_of_a_price_a_quarter_of_an_hour_keeps_every_period():
    """96 prices, a reading a minute; the day has 25 hours."""
    hours = [f"{quarter // 4:02}:{quarter % 4 * 15:02}" for quarter in range(97)]
    hours[96] = "00:00"
    elements = [
        {
            "price_components": [ENERGY | {"price": Decimal(quarter) / 100}],
            "restrictions": {"start_time": hours[quarter], "end_time": hours[quarter + 1]},
        }
        for quarter in range(96)
    ]
    start = datetime(2026, 10, 24, 22, tzinfo=UTC)
    zone_tariff = tariff_of({"currency": "EUR", "elements": elements})
    facts = facts_of(
        SESSION | {"started_at": start.isoformat(), "ended_at": "2026-10-25T23:00:00Z"}
    )
    rating = rate(facts, zone_tariff, ZoneInfo("Europe/Berlin"))
    assert len(rating.periods) == 100
    quarter_kwh = Fraction(10, 100)
    prices = [*range(96), *range(8, 12)]
    assert rating.bill.net == sum(Fraction(price, 100) * quarter_kwh for price in prices)
