"""The composition rule: which limit holds at an instant."""

from datetime import UTC, datetime, timedelta

import pytest

from corridor_kernel.times import to_text
from local.station.composition import Situation, changes, limit_w, periods

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
AT_ONE = Situation(1, "T1", NOW - timedelta(minutes=10))


def profile(purpose="TxDefaultProfile", limit=1000, evse_id=0, **more):
    begin = to_text(NOW - timedelta(hours=1))
    schedule = {
        "id": 1,
        "charging_rate_unit": "W",
        "start_schedule": begin,
        "charging_schedule_period": [{"start_period": 0, "limit": limit}],
    } | more.pop("schedule", {})
    return {
        "id": 1,
        "stack_level": 0,
        "charging_profile_purpose": purpose,
        "charging_profile_kind": "Absolute",
        "charging_schedule": [schedule],
        "evse_id": evse_id,
    } | more


def test_no_profile_no_limit():
    assert limit_w([], AT_ONE, NOW) is None


def test_the_least_of_the_purposes_holds():
    station_max = profile("ChargingStationMaxProfile", 900)
    outside = profile("ChargingStationExternalConstraints", 800)
    assert limit_w([profile(), station_max], AT_ONE, NOW) == 900
    assert limit_w([profile(), station_max, outside], AT_ONE, NOW) == 800
    assert limit_w([profile(limit=700), station_max, outside], AT_ONE, NOW) == 700


def test_a_profile_of_the_transaction_replaces_the_default_even_if_it_is_higher():
    own = profile("TxProfile", 5000, 1, transaction_id="T1")
    assert limit_w([profile(), own], AT_ONE, NOW) == 5000
    assert limit_w([profile(), own], Situation(1, "T2", NOW), NOW) == 1000
    assert limit_w([profile(), own], Situation(2), NOW) == 1000


def test_the_highest_stack_level_that_says_something_now_leads():
    high = profile(limit=2000, stack_level=3)
    assert limit_w([profile(), high], AT_ONE, NOW) == 2000
    over = high | {"valid_to": to_text(NOW)}
    assert limit_w([profile(), over], AT_ONE, NOW) == 1000
    ahead = high | {"valid_from": to_text(NOW + timedelta(seconds=1))}
    assert limit_w([profile(), ahead], AT_ONE, NOW) == 1000
    begun = high | {"valid_from": to_text(NOW)}
    assert limit_w([profile(), begun], AT_ONE, NOW) == 2000


def test_a_profile_of_another_evse_says_nothing_and_one_of_the_station_all():
    assert limit_w([profile(evse_id=2)], AT_ONE, NOW) is None
    assert limit_w([profile(evse_id=0)], AT_ONE, NOW) == 1000


def test_a_schedule_ends_after_its_duration():
    short = profile(schedule={"duration": 3600})
    assert limit_w([short], AT_ONE, NOW) is None
    assert limit_w([short], AT_ONE, NOW - timedelta(seconds=1)) == 1000


def test_a_relative_schedule_begins_with_the_transaction():
    schedule = {
        "charging_schedule_period": [
            {"start_period": 0, "limit": 1},
            {"start_period": 600, "limit": 2},
        ]
    }
    relative = profile(charging_profile_kind="Relative", schedule=schedule)
    del relative["charging_schedule"][0]["start_schedule"]
    assert limit_w([relative], AT_ONE, NOW) == 2
    assert limit_w([relative], AT_ONE, NOW - timedelta(seconds=1)) == 1


@pytest.mark.parametrize(("days", "limit"), [(0, 1000), (1, 1000), (400, 1000)])
def test_a_daily_schedule_comes_back(days, limit):
    daily = profile(
        charging_profile_kind="Recurring", recurrency_kind="Daily", schedule={"duration": 7200}
    )
    at = NOW + timedelta(days=days)
    assert limit_w([daily], AT_ONE, at) == limit
    assert limit_w([daily], AT_ONE, at + timedelta(hours=1)) is None


@pytest.mark.parametrize(("phases", "watts"), [(None, 6900), (3, 6900), (1, 2300)])
def test_amperes_are_per_phase(phases, watts):
    period = {"start_period": 0, "limit": 10} | ({"number_phases": phases} if phases else {})
    in_amperes = profile(schedule={"charging_rate_unit": "A", "charging_schedule_period": [period]})
    assert limit_w([in_amperes], AT_ONE, NOW) == watts


def test_a_composite_changes_where_the_profiles_do():
    later = profile(limit=500, stack_level=1, valid_from=to_text(NOW + timedelta(minutes=5)))
    both = [profile(), later]
    end = NOW + timedelta(minutes=10)
    edges = changes(both, AT_ONE, NOW, end)
    found = periods(lambda at: limit_w(both, AT_ONE, at) or 0, edges, NOW, end)
    assert found == [(0, 1000), (300, 500)]


def test_a_composite_finds_tomorrows_change_of_a_daily_schedule():
    daily = profile(
        charging_profile_kind="Recurring", recurrency_kind="Daily", schedule={"duration": 7200}
    )
    end = NOW + timedelta(days=1, hours=2)
    found = periods(
        lambda at: limit_w([daily], AT_ONE, at) or 0, changes([daily], AT_ONE, NOW, end), NOW, end
    )
    assert found == [(0, 1000), (3600, 0), (23 * 3600, 1000), (25 * 3600, 0)]
