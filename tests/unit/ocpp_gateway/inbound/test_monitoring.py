"""Monitors, their events and alarms (N02, N07, N08)."""

import itertools
from datetime import UTC, datetime

import pytest

from corridor_kernel.times import to_text
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
    from ocpp_gateway.list_records import list_records

    notify(event(1), event(2, timestamp=LATER))
    items = list_records("CP1", "event", 10, None)["items"]
    assert [item["content"]["eventId"] for item in items] == [2, 1]


VARIABLE = "Connector@1.1/Temperature"
BEFORE, AFTER = "2026-11-22T11:00:00.000Z", "2026-11-22T13:00:00.000Z"
FAR = "2098-01-01T00:00:00.000Z"


def known(reported_at: str, variable: str = "Temperature", **more) -> None:
    """What the station told of the variable before: 20 degrees."""
    from ocpp_gateway.records import put_record

    attribute = {"type": "Actual", "value": "20", "mutability": "ReadOnly"} | more
    content = {
        "component": COMPONENT,
        "variable": {"name": variable},
        "attributes": [{"type": "MaxSet", "value": "90"}, attribute],
        "characteristics": {"unit": "Celsius"},
        "reported_at": reported_at,
    }
    put_record("CP1", "variable", f"Connector@1.1/{variable}", content, datetime.now(UTC))


def value(variable: str = "Temperature") -> str | None:
    from ocpp_gateway.domain.variables import value_of

    return value_of(records("variable").get(f"Connector@1.1/{variable}"))


@pytest.mark.parametrize("trigger", ["Alerting", "Delta", "Periodic"])
def test_a_variable_has_the_value_that_was_last_told(station, trigger):
    known(BEFORE)
    notify(event(trigger=trigger))
    content = records("variable")[VARIABLE]
    assert content["attributes"] == [
        {"type": "MaxSet", "value": "90"},
        {"type": "Actual", "value": "81.5", "mutability": "ReadOnly"},
    ]
    assert (content["characteristics"], content["reported_at"]) == ({"unit": "Celsius"}, NOW)


def test_what_was_reported_later_stands(station):
    known(AFTER)
    notify(event())
    assert value() == "20"


def test_a_variable_nobody_told_of_is_known_now(station):
    notify(event())
    assert value() == "81.5"


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_latest_of_several_values_counts_in_any_order(station, order):
    told = [event(n, actualValue=str(n), timestamp=at) for n, at in enumerate((BEFORE, NOW, LATER))]
    notify(*(told[n] for n in order[:2]))
    notify(*(told[n] for n in order[2:]), message_id="m2")
    notify(*(told[n] for n in order[:2]))
    assert value() == "2"


def test_a_clock_that_is_ahead_silences_no_later_report(station):
    notify(event(timestamp=FAR))
    assert records("variable")[VARIABLE]["reported_at"] <= to_text(datetime.now(UTC))


@pytest.mark.parametrize(
    "spoiled",
    [
        {"actualValue": 7},
        {"timestamp": "noon"},
        {"component": {"name": "x" * 300}},
        {"variable": "Temperature"},
        {"component": {"name": "Connector", "evse": {}}},
    ],
)
def test_what_names_no_value_or_no_time_tells_nothing(station, spoiled):
    notify(event(**spoiled))
    assert records("variable") == {}
    assert len(records("event")) == 1


@pytest.mark.parametrize("name", ["BasicAuthPassword", "basicauthpassword"])
def test_a_secret_is_kept_nowhere(station, name):
    notify(event(variable={"name": name}, actualValue="s3cr3t-word"))
    assert "s3cr3t" not in str([records(kind) for kind in ("variable", "event", "alarm")])
    assert "s3cr3t" not in str([fact.payload for fact in facts()])
    assert len(records("event")) == 1


def test_the_value_of_what_can_only_be_written_is_none_of_the_variable_s(station):
    known(BEFORE, mutability="WriteOnly")
    notify(event())
    assert value() == "20"


def test_many_values_are_kept_in_a_few_round_trips(station, trips):
    names = [f"V{n}" for n in range(150)]
    told = [event(n, trigger="Delta", variable={"name": name}) for n, name in enumerate(names)]
    notify(*told)
    assert {value(name) for name in names} == {"81.5"}
    assert (trips.made["BatchGetItem"], trips.made["TransactWriteItems"]) == (2, 3)


def test_a_value_that_was_set_meanwhile_is_not_lost(station, monkeypatch):
    from ocpp_gateway import change_record as module

    read = module.get_together

    def read_and_be_outrun(*keys):
        found = read(*keys)
        monkeypatch.setattr(module, "get_together", read)
        known(LATER)
        return found

    known(BEFORE)
    monkeypatch.setattr(module, "get_together", read_and_be_outrun)
    notify(event())
    assert value() == "20"


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


@pytest.mark.parametrize("timestamp", [FAR, "yesterday", None])
def test_an_alert_of_an_impossible_time_can_be_cleared(station, timestamp):
    """R-TX-8: a clock that was wrong would else leave the alarm standing for ever."""
    notify(event(timestamp=timestamp))
    assert records("alarm")[KEY]["active"]
    cleared = event(2, cleared=True, timestamp=to_text(datetime.now(UTC)))
    notify(cleared, message_id="m2")
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
