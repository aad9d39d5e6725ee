"""The meter and the car's curve: what flows, when, and how much."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from local.station.meter import Meter
from local.station.vehicle import Curve, Vehicle

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
STEADY = Vehicle(10_000, Curve(max_power_w=36_000, min_power_w=36_000, ramp_s=0))


def after(seconds):
    return NOON + timedelta(seconds=seconds)


def test_energy_is_power_times_time():
    meter = Meter(500)
    meter.close_contactor(NOON)
    meter.advance(after(10.5), STEADY)
    assert meter.register_wh == Decimal("605.0")
    assert meter.power_w == 36_000


def test_nothing_flows_through_an_open_contactor():
    meter = Meter(0)
    meter.advance(after(60), STEADY)
    meter.close_contactor(after(60))
    meter.advance(after(70), STEADY)
    meter.open_contactor()
    meter.advance(after(90), STEADY)
    assert meter.register_wh == 100
    assert meter.power_w == 0


def test_a_car_takes_no_more_than_it_wants():
    meter = Meter(0)
    meter.close_contactor(NOON)
    meter.advance(after(3600), STEADY)
    assert meter.register_wh == 10_000
    assert meter.is_full(STEADY)


def test_power_ramps_up_stays_and_tapers_off():
    curve = Curve(max_power_w=100_000, min_power_w=10_000, ramp_s=60, taper_from=0.8)
    assert [curve.power_w(0, s) for s in (0, 30, 60, 600)] == [0, 50_000, 100_000, 100_000]
    assert [round(curve.power_w(share, 600)) for share in (0.8, 0.9, 1)] == [100_000, 55_000, 0]
