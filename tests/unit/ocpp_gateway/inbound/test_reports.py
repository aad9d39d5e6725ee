"""What a station reports: heartbeats, statuses, events, meter values, and vendors' messages."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from corridor_kernel.times import to_text
from tests.unit.ocpp_gateway.inbound.speaking import (
    NOW,
    Crash,
    call,
    crash,
    facts,
    read_station,
    result,
)

EARLIER, LATER = "2026-11-22T11:00:00.000Z", "2026-11-22T12:00:00.001Z"


def report(status: str, timestamp: str = NOW, message_id: str = "m1", connector_id: int = 1):
    payload = {
        "timestamp": timestamp,
        "connectorStatus": status,
        "evseId": 2,
        "connectorId": connector_id,
    }
    assert result("StatusNotification", payload, message_id) == {}


def connector(connector_id: int = 1):
    return read_station("CP1", f"connector#2#{connector_id}")


def test_a_heartbeat_tells_the_time(station):
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    told = datetime.fromisoformat(result("Heartbeat", {})["currentTime"])
    assert before <= told <= datetime.now(UTC)
    assert read_station().last_seen == told


def test_a_replayed_heartbeat_is_told_the_time_anew(station, monkeypatch):
    from ocpp_gateway.actions.heartbeat import answer
    from ocpp_gateway.domain.connection import Connection, Request

    connection = Connection("S0CK3T=", "CP1", "S1", "ocpp2.0.1", "Accepted")
    for minute in (0, 1):
        now = datetime(2026, 11, 22, 12, minute, tzinfo=UTC)
        request = Request(connection, "m1", "Heartbeat", {}, now)
        assert answer(request) == {"currentTime": f"2026-11-22T12:0{minute}:00.000Z"}


def test_a_heartbeat_is_answered_even_if_nothing_can_be_written(station, broken):
    broken("UpdateItem")
    assert result("Heartbeat", {})["currentTime"]


def test_seen_is_written_once_a_minute(station, trips):
    from ocpp_gateway.mark_seen import mark_seen

    noon = datetime(2030, 1, 1, 12, tzinfo=UTC)
    for second in (0, 1, 59, 60, 61):
        mark_seen("CP1", noon + timedelta(seconds=second))
    assert trips.made["UpdateItem"] == 2
    assert read_station().last_seen == noon + timedelta(seconds=60)


def test_seen_never_goes_back_and_makes_no_station(station, aws):
    from ocpp_gateway import mark_seen
    from ocpp_gateway.tables import StationTable

    noon = datetime(2030, 1, 1, 12, tzinfo=UTC)
    mark_seen.mark_seen("CP1", noon)
    mark_seen._seen.clear()
    mark_seen.mark_seen("CP1", noon - timedelta(hours=1))
    mark_seen.mark_seen("NOBODY", noon)
    assert read_station().last_seen == noon
    assert [item.station_id for item in StationTable.scan()] == ["CP1"]


def test_what_failed_is_written_with_the_next_frame(station, monkeypatch):
    from botocore.exceptions import EndpointConnectionError

    from ocpp_gateway import mark_seen

    def fail(*_):
        raise EndpointConnectionError(endpoint_url="x")

    save = mark_seen._save
    monkeypatch.setattr(mark_seen, "_save", fail)
    result("Heartbeat", {})
    monkeypatch.setattr(mark_seen, "_save", save)
    result("Heartbeat", {})
    assert read_station().last_seen is not None


def test_a_status_is_kept_and_told(station, outbox):
    report("Occupied")
    assert (connector().status, connector().timestamp.isoformat()[:16]) == ("Occupied", NOW[:16])
    data = {
        "station_id": "CP1",
        "evse_id": 2,
        "connector_id": 1,
        "status": "Occupied",
        "timestamp": NOW,
    }
    assert outbox() == [("ConnectorStatusChanged", data)]
    assert connector().kind is None


@pytest.mark.parametrize(
    ("status", "timestamp", "wins"),
    [
        ("Available", EARLIER, False),
        ("Occupied", NOW, False),
        ("Available", NOW, True),
        ("Available", LATER, True),
    ],
)
def test_the_newest_status_wins_however_late_the_others_come(
    station, outbox, status, timestamp, wins
):
    report("Occupied")
    report(status, timestamp, "m2")
    assert connector().status == (status if wins else "Occupied")
    assert len(outbox()) == (2 if wins else 1)


def test_a_replayed_status_is_no_news(station):
    from ocpp_gateway.domain.connector_status import ConnectorStatus
    from ocpp_gateway.record_status import record_status

    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    status = ConnectorStatus(2, 1, "Occupied", noon)
    assert [record_status("CP1", status, noon) for _ in range(2)] == [True, False]


def test_connectors_do_not_touch_each_other(station):
    report("Occupied")
    report("Faulted", EARLIER, connector_id=2)
    assert [connector(1).status, connector(2).status] == ["Occupied", "Faulted"]


def test_a_time_far_ahead_does_not_hide_what_comes_after(station):
    """R-TX-8: a clock that was wrong and is set."""
    report("Occupied", "2031-01-01T00:00:00Z")
    assert connector().timestamp < datetime.now(UTC) + timedelta(minutes=1)


def test_a_clock_that_was_ahead_and_is_set_hides_no_status(station):
    """A status is told on a change only: one that is dropped is never told again."""
    now = datetime.now(UTC)
    report("Occupied", to_text(now + timedelta(minutes=4)))
    report("Available", to_text(datetime.now(UTC)), "m2")
    assert connector().status == "Available"


def test_a_clock_that_was_never_set_is_kept_and_read(station):
    report("Occupied", "0001-01-01T00:00:00Z")
    assert connector().timestamp == datetime(1, 1, 1, tzinfo=UTC)
    report("Available", EARLIER, "m2")
    assert connector().status == "Available"


def availability(**more) -> dict:
    event = {
        "eventId": 1,
        "timestamp": NOW,
        "trigger": "Delta",
        "actualValue": "Occupied",
        "eventNotificationType": "HardWiredNotification",
        "component": {"name": "Connector", "evse": {"id": 2, "connectorId": 1}},
        "variable": {"name": "AvailabilityState"},
    }
    return event | more


def notify(*events: dict, message_id: str = "m1") -> None:
    payload = {"generatedAt": NOW, "seqNo": 0, "eventData": list(events)}
    assert result("NotifyEvent", payload, message_id) == {}


@pytest.mark.parametrize("evse", [{"id": True, "connectorId": 1}, {"id": 2, "connectorId": False}])
def test_true_is_no_number_of_a_connector(station, outbox, evse):
    """Kept as it came (R-RPC-12), but the station has no such connector to show."""
    from ocpp_gateway.show_station import show_station

    notify(availability(component={"name": "Connector", "evse": evse}))
    assert (outbox(), len(facts())) == ([], 1)
    assert show_station("CP1")["connectors"] == []


def test_an_event_of_a_connectors_availability_is_a_status(station, outbox):
    """R-BOOT-8."""
    other = {"component": {"name": "Connector", "evse": {"id": 2, "connectorId": 2}}}
    notify(availability(), availability(actualValue="Faulted", **other))
    assert (connector().status, connector(2).status) == ("Occupied", "Faulted")
    assert [name for name, _ in outbox()] == ["ConnectorStatusChanged"] * 2
    assert [fact.action for fact in facts()] == ["NotifyEvent"]


@pytest.mark.parametrize(
    "change",
    [
        {"variable": {"name": "Enabled"}},
        {"component": {"name": "EVSE", "evse": {"id": 2, "connectorId": 1}}},
        {"component": {"name": "Connector", "evse": {"id": 2}}},
        {"component": {"name": "Connector"}},
        {"actualValue": "Sleeping"},
    ],
)
def test_other_events_are_facts_only(station, outbox, change):
    notify(availability(**change))
    assert outbox() == []
    assert len(facts()) == 1


def test_a_replayed_event_finishes_what_the_first_run_began(station, outbox, monkeypatch):
    from ocpp_gateway.actions import notify_event

    monkeypatch.setattr(notify_event, "record_status", crash)
    payload = {"generatedAt": NOW, "seqNo": 0, "eventData": [availability()]}
    with pytest.raises(Crash):
        call("NotifyEvent", payload)
    monkeypatch.undo()
    notify(availability())
    assert connector().status == "Occupied"
    assert len(facts()) == 1


def test_a_security_event_is_kept_and_told_once(station, outbox):
    payload = {"type": "SettingSystemTime", "timestamp": NOW, "techInfo": "by 7200 s"}
    for _ in range(2):
        assert result("SecurityEventNotification", payload) == {}
    data = {
        "station_id": "CP1",
        "type": "SettingSystemTime",
        "timestamp": NOW,
        "tech_info": "by 7200 s",
    }
    assert outbox() == [("SecurityEventReceived", data)]
    assert len(facts()) == 1


def test_a_security_event_that_lacks_everything_is_told_too(station, outbox):
    assert result("SecurityEventNotification", {}) == {}
    ((_, data),) = outbox()
    assert data["type"] == ""
    assert data["timestamp"]


def test_meter_values_are_kept_once_for_90_days(station):
    value = {"timestamp": NOW, "sampledValue": [{"value": 12.5}]}
    payload = {"evseId": 1, "meterValue": [value]}
    for _ in range(2):
        assert result("MeterValues", payload) == {}
    (fact,) = facts()
    assert json.loads(fact.payload) == payload
    assert (fact.action, fact.message_id, fact.violation) == ("MeterValues", "m1", None)
    kept_for = fact.expires_at - fact.received_at
    assert timedelta(days=89, hours=23) < kept_for <= timedelta(days=90)


def test_a_vendors_message_is_kept_and_not_understood(station):
    payload = {"vendorId": "com.example", "messageId": "x", "data": "y"}
    assert result("DataTransfer", payload) == {"status": "UnknownVendorId"}
    assert len(facts()) == 1


def test_one_message_id_with_two_payloads_is_two_facts(station):
    for data in ("a", "b"):
        result("DataTransfer", {"vendorId": "com.example", "data": data})
    assert len(facts()) == 2


def test_custom_data_is_tolerated(station):
    """P_03."""
    result("Heartbeat", {"customData": {"vendorId": "com.example", "any": [1]}})
