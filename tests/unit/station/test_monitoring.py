"""Monitors: which may be set, what they tell, and when they keep silent."""

import pytest
from ocpp.v201 import call

from tests.unit.station.waiting import charging, until

SENSOR = {"component": {"name": "ExternalTemperatureSensor"}, "variable": {"name": "Temperature"}}
POWER = {"component": {"name": "EVSE", "evse": {"id": 1}}, "variable": {"name": "Power"}}
HEARTBEAT = {"component": {"name": "OCPPCommCtrlr"}, "variable": {"name": "HeartbeatInterval"}}


def monitor(place=SENSOR, type="UpperThreshold", value=30, severity=3, **more):
    return place | {"type": type, "value": value, "severity": severity} | more


def alarms(csms):
    """What NotifyEvents told: (monitor, value, trigger, cleared)."""
    return [
        (
            data.get("variable_monitoring_id"),
            data["actual_value"],
            data["trigger"],
            data.get("cleared", False),
        )
        for action, event in csms.heard
        if action == "NotifyEvent"
        for data in event["event_data"]
    ]


async def set_one(csms, **item):
    answer = await csms.tell(call.SetVariableMonitoring([monitor(**item)]))
    return answer.set_monitoring_result[0]


def test_a_threshold_tells_when_it_is_passed_and_when_all_is_well_again(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        one = await set_one(csms, value=30)
        for warmth in ("29", "31", "32", "30"):
            station.model.preset("Temperature", warmth)
        await until(lambda: len(alarms(csms)) == 2)
        assert alarms(csms) == [
            (one["id"], "31", "Alerting", False),
            (one["id"], "30", "Alerting", True),
        ]

    play(scene)


def test_a_delta_tells_each_step(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        one = await set_one(csms, type="Delta", value=2)
        for warmth in ("22.5", "23.5", "24.5", "21"):
            station.model.preset("Temperature", warmth)
        await until(lambda: len(alarms(csms)) == 2)
        assert alarms(csms) == [
            (one["id"], "23.5", "Delta", False),
            (one["id"], "21", "Delta", False),
        ]

    play(scene)


def test_a_period_tells_again_and_again(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        await set_one(csms, type="Periodic", value=60)
        await until(lambda: len(alarms(csms)) >= 3)

    assert {trigger for _, _, trigger, _ in alarms(play(scene))} == {"Periodic"}


def test_a_monitor_of_transactions_keeps_silent_without_one(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        await set_one(csms, place=POWER, value=1000, transaction=True)
        await charging(csms, station)
        await until(lambda: alarms(csms))

    csms = play(scene)
    event = next(what for action, what in csms.heard if action == "NotifyEvent")
    begun = csms.events()[0]["transaction_info"]["transaction_id"]
    assert event["event_data"][0]["transaction_id"] == begun


def test_what_is_less_severe_than_the_level_is_not_told(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        assert (await csms.tell(call.SetMonitoringLevel(10))).status == "Rejected"
        assert (await csms.tell(call.SetMonitoringLevel(2))).status == "Accepted"
        await set_one(csms, severity=3)
        one = await set_one(csms, severity=1)
        station.model.preset("Temperature", "31")
        await until(lambda: alarms(csms))
        assert [told[0] for told in alarms(csms)] == [one["id"]]

    play(scene)


def test_offline_alarms_wait_if_they_are_severe_enough(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        await set_one(csms, severity=5)
        four = await set_one(csms, severity=4)
        station.go_offline()
        await until(lambda: not station.is_online)
        station.model.preset("Temperature", "31")
        station.come_back()
        await until(lambda: alarms(csms))
        assert [told[0] for told in alarms(csms)] == [four["id"]]

    play(scene)


@pytest.mark.parametrize(
    ("item", "status"),
    [
        (monitor(), "Accepted"),
        (monitor(value=86), "Rejected"),
        (monitor(severity=10), "Rejected"),
        (monitor(type="Delta", value=-1), "Rejected"),
        (monitor(type="Periodic", value=0), "Rejected"),
        (monitor(id=4711), "Rejected"),
        (monitor(id=1), "Rejected"),
        (monitor(id=2, value=40), "Accepted"),
        (monitor(place=HEARTBEAT), "UnsupportedMonitorType"),
        (monitor(place=SENSOR | {"variable": {"name": "Nothing"}}), "UnknownVariable"),
        (monitor(place=SENSOR | {"component": {"name": "Nothing"}}), "UnknownComponent"),
        (monitor(value=60, severity=2), "Duplicate"),
    ],
)
def test_which_monitors_may_be_set(play, item, status):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        answer = await csms.tell(call.SetVariableMonitoring([item]))
        assert answer.set_monitoring_result[0]["status"] == status

    play(scene)


def test_monitors_are_cleared_but_for_those_built_in(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        own = (await set_one(csms))["id"]
        answer = await csms.tell(call.ClearVariableMonitoring([own, own, 1]))
        statuses = [one["status"] for one in answer.clear_monitoring_result]
        assert statuses == ["Accepted", "NotFound", "Rejected"]
        station.model.preset("Temperature", "31")
        await csms.tell(call.SetMonitoringLevel(9))
        assert alarms(csms) == []

    play(scene)


@pytest.mark.parametrize(
    ("base", "kinds"),
    [
        ("All", {"HardWiredMonitor", "PreconfiguredMonitor", "CustomMonitor"}),
        ("FactoryDefault", {"HardWiredMonitor", "PreconfiguredMonitor"}),
        ("HardWiredOnly", {"HardWiredMonitor"}),
    ],
)
def test_the_base_says_which_monitors_there_are(play, base, kinds):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        await set_one(csms)
        assert (await csms.tell(call.SetMonitoringBase(base))).status == "Accepted"
        assert {one.kind for one in station.monitoring.monitors.values()} == kinds

    play(scene)


def test_the_monitoring_report_holds_what_was_asked(play):
    async def scene(csms, station):
        await station.registration.accepted.wait()
        await set_one(csms)
        ask = call.GetMonitoringReport
        assert (await csms.tell(ask(1, monitoring_criteria=["PeriodicMonitoring"]))).status == (
            "EmptyResultSet"
        )
        assert (await csms.tell(ask(2, component_variable=[SENSOR]))).status == "Accepted"
        await until(lambda: "NotifyMonitoringReport" in csms.actions())

    csms = play(scene)
    (report,) = [what for action, what in csms.heard if action == "NotifyMonitoringReport"]
    (part,) = report["monitor"]
    assert report["request_id"] == 2
    assert {one["severity"] for one in part["variable_monitoring"]} == {2, 3}
