"""Charging profiles at the station: what is refused, what is obeyed, what is reported."""

from datetime import UTC, datetime

import pytest
from ocpp.exceptions import NotSupportedError
from ocpp.v201 import call

from corridor_kernel.times import to_text
from local.station.vehicle import Vehicle
from tests.unit.station.waiting import charging, until

CARD = {"id_token": "CARD", "type": "ISO14443"}
START = to_text(datetime(2020, 1, 1, tzinfo=UTC))


def profile(limit=11_000, *, unit="W", periods=None, start=START, **more):
    schedule = {
        "id": 1,
        "charging_rate_unit": unit,
        "charging_schedule_period": periods or [{"start_period": 0, "limit": limit}],
    } | ({"start_schedule": start} if start else {})
    return {
        "id": 7,
        "stack_level": 0,
        "charging_profile_purpose": "TxDefaultProfile",
        "charging_profile_kind": "Absolute",
        "charging_schedule": [schedule],
    } | more


def tx_profile(transaction_id, limit=11_000, **more):
    own = {"charging_profile_purpose": "TxProfile", "transaction_id": transaction_id}
    return profile(limit, **(own | more))


async def set_profile(csms, evse_id, content):
    answer = await csms.tell(call.SetChargingProfile(evse_id, content))
    return answer.status, (answer.status_info or {}).get("reason_code")


STATION_MAX = {"charging_profile_purpose": "ChargingStationMaxProfile"}


@pytest.mark.parametrize(
    ("evse_id", "content", "reason"),
    [
        (0, profile(), None),
        (1, profile(), None),
        (9, profile(), "UnknownEvse"),
        (0, profile(**STATION_MAX), None),
        (1, profile(**STATION_MAX), "InvalidProfile"),
        (0, profile(start=None, charging_profile_kind="Relative", **STATION_MAX), "InvalidProfile"),
        (
            0,
            profile(charging_profile_purpose="ChargingStationExternalConstraints"),
            "InvalidProfile",
        ),
        (1, tx_profile("another"), "TxNotFound"),
        (0, tx_profile("another"), "InvalidProfile"),
        (1, profile(charging_profile_purpose="TxProfile"), "InvalidProfile"),
        (1, profile(transaction_id="T1"), "InvalidProfile"),
        (1, profile(stack_level=10), "InvalidStackLevel"),
        (1, profile(start=None), "InvalidSchedule"),
        (1, profile(charging_profile_kind="Relative"), "InvalidSchedule"),
        (1, profile(start=None, charging_profile_kind="Relative"), None),
        (1, profile(charging_profile_kind="Recurring"), "InvalidProfile"),
        (1, profile(periods=[{"start_period": 1, "limit": 1}]), "InvalidSchedule"),
        (1, profile(periods=[{"start_period": 0, "limit": 1}] * 2), "InvalidSchedule"),
        (
            1,
            profile(periods=[{"start_period": n, "limit": 1} for n in range(25)]),
            "InvalidSchedule",
        ),
        (
            1,
            profile(periods=[{"start_period": 0, "limit": 1, "phase_to_use": 2}]),
            "InvalidSchedule",
        ),
    ],
)
def test_which_profiles_are_welcome(play, evse_id, content, reason):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        expected = ("Rejected", reason) if reason else ("Accepted", None)
        assert await set_profile(csms, evse_id, content) == expected

    play(scene)


def test_a_double_is_refused_and_the_same_id_replaces(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        assert await set_profile(csms, 0, profile()) == ("Accepted", None)
        assert await set_profile(csms, 0, profile(id=8)) == ("Rejected", "DuplicateProfile")
        assert await set_profile(csms, 1, profile(id=8)) == ("Rejected", "DuplicateProfile")
        assert await set_profile(csms, 0, profile(5_000)) == ("Accepted", None)
        assert await set_profile(csms, 0, profile(id=8, stack_level=1)) == ("Accepted", None)
        assert set(station.smart_charging.profiles) == {7, 8}

    play(scene)


def test_a_unit_that_is_not_supported(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        refused = await set_profile(csms, 0, profile(unit="A"))
        assert refused == ("Rejected", "UnsupportedRateUnit")
        answer = await csms.tell(call.GetCompositeSchedule(60, 1, "A"))
        assert answer.status == "Rejected"

    play(scene, variables={"RateUnit": "W"})


def states(csms):
    """The charging states told so far; an event tells one only when it changes."""
    infos = [event["transaction_info"] for event in csms.events()]
    return [info["charging_state"] for info in infos if "charging_state" in info]


def test_the_power_obeys(play):
    async def scene(csms, station):
        transaction_id = await charging(csms, station)
        await set_profile(csms, 1, tx_profile(transaction_id, 11_000))
        await station.clock.sleep(90)
        evse = station.evses[1]
        evse.readings.advance()
        assert 0 < evse.meter.power_w <= 11_000
        energy_wh = station.book[0].energy_wh
        await until(lambda: "ChargingRateChanged" in str(csms.events()))
        await set_profile(csms, 1, tx_profile(transaction_id, 0))
        await until(lambda: "SuspendedEVSE" in str(csms.events()))
        await csms.tell(call.ClearChargingProfile(7))
        await until(lambda: states(csms)[-1] == "Charging")
        assert station.book[0].energy_wh >= energy_wh

    # Slower than elsewhere: the car must not be full before it obeys.
    play(scene, speed=300)


def test_evses_share_what_the_station_may_take(play):
    async def scene(csms, station):
        await charging(csms, station, 1)
        await set_profile(csms, 0, profile(20_000, **STATION_MAX))
        station.evses[2].plug_in(station.evses[1].vehicle)
        await csms.tell(call.RequestStartTransaction(CARD, 1, evse_id=2))
        await until(lambda: station.evses[2].transaction)
        await station.clock.sleep(120)
        for evse in station.evses.values():
            evse.readings.advance()
            assert evse.meter.power_w <= 10_000

    play(scene)


def test_a_profile_of_a_transaction_ends_with_it(play):
    async def scene(csms, station):
        transaction_id = await charging(csms, station)
        await set_profile(csms, 1, tx_profile(transaction_id))
        station.evses[1].unplug()
        assert station.smart_charging.profiles == {}

    play(scene)


def test_a_remote_start_brings_its_profile(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        start = call.RequestStartTransaction
        wrong = start(CARD, 1, evse_id=1, charging_profile=profile())
        assert (await csms.tell(wrong)).status == "Rejected"
        own = profile(charging_profile_purpose="TxProfile")
        station.evses[1].plug_in(Vehicle())
        assert (
            await csms.tell(start(CARD, 2, evse_id=1, charging_profile=own))
        ).status == "Accepted"
        await until(lambda: station.smart_charging.profiles)
        (installed,) = station.smart_charging.profiles.values()
        assert installed["transaction_id"] == station.evses[1].transaction.id

    play(scene)


def test_profiles_are_cleared_by_id_or_by_what_they_are_for(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        clear = call.ClearChargingProfile
        await set_profile(csms, 0, profile())
        await set_profile(csms, 0, profile(id=8, **STATION_MAX))
        assert (await csms.tell(clear(99))).status == "Unknown"
        purpose = {"charging_profile_purpose": "ChargingStationMaxProfile"}
        assert (await csms.tell(clear(charging_profile_criteria=purpose))).status == "Accepted"
        assert set(station.smart_charging.profiles) == {7}
        assert (await csms.tell(clear(7))).status == "Accepted"
        assert (await csms.tell(clear(7))).status == "Unknown"

    play(scene)


def test_profiles_are_reported_by_place_and_source(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        get = call.GetChargingProfiles
        assert (await csms.tell(get(1, {"stack_level": 0}))).status == "NoProfiles"
        await set_profile(csms, 1, profile())
        await set_profile(csms, 2, profile(id=8))
        station.outside_limits.limit(50_000)
        assert (await csms.tell(get(2, {"stack_level": 0}))).status == "Accepted"
        await until(lambda: csms.actions().count("ReportChargingProfiles") == 3)
        assert (await csms.tell(get(3, {"charging_profile_id": [8]}))).status == "Accepted"
        await until(lambda: csms.actions().count("ReportChargingProfiles") == 4)

    csms = play(scene)
    reports = [what for action, what in csms.heard if action == "ReportChargingProfiles"]
    places = [(r["evse_id"], r["charging_limit_source"]) for r in reports]
    assert places == [(0, "EMS"), (1, "CSO"), (2, "CSO"), (2, "CSO")]
    assert [r.get("tbc", False) for r in reports] == [True, True, False, False]
    assert reports[1]["charging_profile"] == [profile()]


def test_the_composite_schedule_says_what_will_hold(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        get = call.GetCompositeSchedule
        assert (await csms.tell(get(60, 9))).status == "Rejected"
        free = (await csms.tell(get(600, 1))).schedule
        assert free["charging_schedule_period"] == [{"start_period": 0, "limit": 150_000}]
        await set_profile(csms, 0, profile(22_000))
        held = (await csms.tell(get(600, 1))).schedule
        assert held["charging_schedule_period"] == [{"start_period": 0, "limit": 22_000}]
        whole = (await csms.tell(get(600, 0))).schedule
        assert whole["charging_schedule_period"] == [{"start_period": 0, "limit": 44_000}]
        amperes = (await csms.tell(get(600, 1, "A"))).schedule
        assert amperes["charging_schedule_period"] == [{"start_period": 0, "limit": 31.9}]

    play(scene)


def test_a_limit_from_outside_is_told_and_cannot_be_cleared(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        station.outside_limits.limit(10_000)
        await until(lambda: "NotifyChargingLimit" in csms.actions())
        outside = {"charging_profile_purpose": "ChargingStationExternalConstraints"}
        answer = await csms.tell(call.ClearChargingProfile(charging_profile_criteria=outside))
        assert answer.status == "Unknown"
        station.outside_limits.free()
        await until(lambda: "ClearedChargingLimit" in csms.actions())
        assert station.smart_charging.profiles == {}

    play(scene)


def test_a_station_without_smart_charging_says_so(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        with pytest.raises(NotSupportedError):
            await csms.tell(call.SetChargingProfile(0, profile()))

    play(scene, variables={"SmartChargingCtrlr/Enabled": "false"})
