"""Monitors, their events and alarms (N02, N07, N08)."""

import itertools

import pytest

from tests.unit.ocpp_gateway.inbound.speaking import NOW, facts, result

LATER = "2026-11-22T12:05:00.000Z"
COMPONENT = {"name": "Connector", "evse": {"id": 1, "connectorId": 1}}
KEY = "Connector@1.1/Temperature!5"


def records(kind: str) -> dict:
    from ocpp_gateway.records import all_records

    return all_records("CP1", kind)


def event(event_id: int = 1, **more) -> dict:
    event = {
        "eventId": event_id,
        "timestamp": NOW,
        "trigger": "Alerting",
        "actualValue": "81.5",
        "eventNotificationType": "CustomMonitor",
        "variableMonitoringId": 5,
        "component": COMPONENT,
        "variable": {"name": "Temperature"},
    }
    return event | more


def notify(*events, message_id: str = "m1") -> None:
    payload = {"generatedAt": NOW, "seqNo": 0, "eventData": list(events)}
    assert result("NotifyEvent", payload, message_id) == {}


def test_every_event_is_kept_whatever_it_is_about(station):
    delta = event(2, trigger="Delta", timestamp=LATER)
    for _ in range(2):
        notify(event(), delta)
    assert list(records("event").values()) == [event(), delta]


def test_operators_see_the_newest_event_first(station):
    from ocpp_gateway.records import list_records

    notify(event(1), event(2, timestamp=LATER))
    items = list_records("CP1", "event", 10, None)["items"]
    assert [item["content"]["eventId"] for item in items] == [2, 1]


def test_an_alert_is_an_alarm_until_it_is_cleared(station):
    notify(event())
    assert records("alarm")[KEY]["active"]
    notify(event(2, cleared=True, timestamp=LATER), message_id="m2")
    assert not records("alarm")[KEY]["active"]
    assert len(records("event")) == 2


def test_an_alert_that_comes_late_does_not_undo_its_clearing(station):
    notify(event(2, cleared=True, timestamp=LATER))
    notify(event(), message_id="m2")
    assert not records("alarm")[KEY]["active"]


@pytest.mark.parametrize("trigger", ["Delta", "Periodic"])
def test_what_only_tells_a_value_is_no_alarm(station, trigger):
    notify(event(trigger=trigger))
    assert records("alarm") == {}


def test_an_alarm_of_the_hardware_has_no_monitor(station):
    hard = event(eventNotificationType="HardWiredNotification")
    del hard["variableMonitoringId"]
    notify(hard)
    assert set(records("alarm")) == {"Connector@1.1/Temperature"}


BROKEN = [
    "none",
    {},
    {"eventId": "x" * 3000},
    event(component={"name": "C" * 3000}),
    event(component={"name": "C", "evse": [1]}),
    event(component={"name": "C", "evse": {}}),
    event(timestamp="yesterday"),
    event(timestamp=7, component=None),
]


@pytest.mark.parametrize("broken", BROKEN)
def test_an_event_that_breaks_its_schema_is_kept_and_hides_no_other(station, broken):
    """R-RPC-12."""
    notify(broken, event())
    assert event() in records("event").values()
    assert len(facts()) == 1


def monitor(id: int, **more) -> dict:
    told = {"id": id, "transaction": False, "value": 80, "type": "UpperThreshold", "severity": 3}
    return told | more


def page(number: int, *monitors: dict, last: bool = False) -> dict:
    told = {
        "component": COMPONENT,
        "variable": {"name": "Temperature"},
        "variableMonitoring": list(monitors),
    }
    return {
        "requestId": 9,
        "generatedAt": NOW,
        "seqNo": number,
        "tbc": not last,
        "monitor": [told],
    }


@pytest.mark.parametrize("order", list(itertools.permutations(range(2))))
def test_monitors_are_kept_by_their_ids(station, outbox, order):
    pages = [page(0, monitor(1), monitor(2, type="Delta")), page(1, monitor(3), last=True)]
    for number in order:
        assert result("NotifyMonitoringReport", pages[number], f"m{number}") == {}
    place = {"component": COMPONENT, "variable": {"name": "Temperature"}, "request_id": 9}
    assert records("monitor") == {
        "1": place | monitor(1),
        "2": place | monitor(2, type="Delta"),
        "3": place | monitor(3),
    }
    data = {"station_id": "CP1", "request_id": 9, "action": "NotifyMonitoringReport"}
    assert outbox() == [("StationReported", data)]
