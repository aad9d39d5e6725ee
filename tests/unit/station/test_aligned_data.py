"""Meter values by the clock and on demand; what a car with ISO 15118 asks for."""

import asyncio

from ocpp.v201 import call

from local.station.charging_needs import ask_for_a_profile
from tests.unit.station.test_smart_charging import profile
from tests.unit.station.waiting import charging, until


def readings(csms):
    return [
        (what["evse_id"], what["meter_value"][0]["sampled_value"][0]["context"])
        for action, what in csms.heard
        if action == "MeterValues"
    ]


def clocked(csms):
    return [e for e in csms.events() if e["trigger_reason"] == "MeterValueClock"]


def test_idle_evses_tell_meter_values_and_busy_ones_events(play):
    async def scene(csms, station):
        await charging(csms, station)
        station.model.preset("AlignedDataCtrlr/Interval", "900")
        await until(lambda: readings(csms) and clocked(csms))

    csms = play(scene)
    assert set(readings(csms)) == {(2, "Sample.Clock")}
    reading = clocked(csms)[0]["meter_value"][0]
    assert reading["sampled_value"][0]["context"] == "Sample.Clock"
    assert reading["timestamp"][14:16] in ("00", "15", "30", "45")


def test_a_station_that_sends_while_idle_is_silent_while_somebody_charges(play):
    async def scene(csms, station):
        await charging(csms, station)
        station.model.preset("AlignedDataCtrlr/Interval", "60")
        await station.clock.sleep(300)
        await csms.tell(call.GetTransactionStatus())
        assert (readings(csms), clocked(csms)) == ([], [])
        station.evses[1].unplug()
        await until(lambda: {evse for evse, _ in readings(csms)} == {1, 2})

    play(scene, variables={"AlignedDataCtrlr/SendDuringIdle": "true"})


def test_meter_values_come_when_they_are_triggered(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        answer = await csms.tell(call.TriggerMessage("MeterValues", {"id": 2}))
        assert answer.status == "Accepted"
        await until(lambda: readings(csms) == [(2, "Trigger")])

    play(scene)


def test_a_car_says_what_it_needs_and_takes_the_profile(play):
    async def scene(csms, station):
        transaction_id = await charging(csms, station)
        asking = asyncio.create_task(ask_for_a_profile(station, 1, 30_000))
        await until(lambda: "NotifyEVChargingNeeds" in csms.actions())
        own = profile(charging_profile_purpose="TxProfile", transaction_id=transaction_id)
        await csms.tell(call.SetChargingProfile(1, own))
        taken = await asking
        assert taken["id"] == own["id"]
        assert "NotifyEVChargingSchedule" in csms.actions()

    # Slower than elsewhere: the car waits a minute for the profile.
    play(scene, speed=10)


def test_a_car_that_gets_no_profile_goes_without(play):
    async def scene(csms, station):
        await charging(csms, station)
        assert await ask_for_a_profile(station, 1, 30_000) is None
        assert "NotifyEVChargingSchedule" not in csms.actions()

    play(scene)
