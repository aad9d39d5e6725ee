"""Whatever a station reports is answered as the standard has it, and operators can read it."""

import pytest

from tests.unit.ocpp_gateway.inbound.speaking import result
from tests.unit.ocpp_gateway.payloads import maximal, minimal

# Where operators find what the message told.
RECORDS = {
    "ClearedChargingLimit": "charging-limit",
    "MeterValues": "meter-value",
    "NotifyChargingLimit": "charging-limit",
    "NotifyCustomerInformation": "customer-information",
    "NotifyDisplayMessages": "report",
    "NotifyEVChargingNeeds": "ev-charging-needs",
    "NotifyEVChargingSchedule": "ev-charging-schedule",
    "NotifyEvent": "event",
    "NotifyMonitoringReport": "report",
    "NotifyReport": "report",
    "ReportChargingProfiles": "charging-profile",
    "ReservationStatusUpdate": "reservation",
}
FACTS = ("DataTransfer", "MeterValues", "NotifyEvent", "SecurityEventNotification")


def asked(operation: str, **parameters) -> list:
    """The items that an operator's list shows."""
    from ocpp_gateway.handlers.operator import handler

    answer = handler(
        {"operation": operation, "parameters": {"station_id": "CP1"} | parameters}, None
    )
    assert answer["status"] == 200
    return answer["body"]["items"]


def refused(operation: str, station_id: str, **parameters) -> int:
    from ocpp_gateway.handlers.operator import handler

    asked = {"operation": operation, "parameters": {"station_id": station_id} | parameters}
    return handler(asked, None)["problem"]["status"]


@pytest.mark.parametrize("payload_of", [minimal, maximal])
@pytest.mark.parametrize("action", RECORDS)
def test_a_report_becomes_a_record(station, action, payload_of):
    payload = payload_of(f"{action}Request")
    answers = [result(action, payload) for _ in range(2)]
    assert answers[0] == answers[1]
    assert len(asked("list_records", kind=RECORDS[action])) == 1


@pytest.mark.parametrize("payload_of", [minimal, maximal])
@pytest.mark.parametrize("action", FACTS)
def test_a_report_is_listed_as_a_fact(station, action, payload_of):
    payload = payload_of(f"{action}Request")
    result(action, payload)
    result(action, payload)
    (fact,) = asked("list_facts", action=action)
    assert (fact["payload"], fact["message_id"], fact["violation"]) == (payload, "m1", None)


def test_facts_are_listed_by_action_and_the_newest_first(station, monkeypatch):
    from ocpp_gateway.handlers import on_frame

    class Clock(on_frame.datetime):
        minute = 0

        @classmethod
        def now(cls, zone):
            cls.minute += 1
            return cls(2026, 11, 22, 12, cls.minute, tzinfo=zone)

    monkeypatch.setattr(on_frame, "datetime", Clock)
    for number in range(3):
        result("DataTransfer", {"vendorId": f"V{number}"}, f"m{number}")
    result("SecurityEventNotification", minimal("SecurityEventNotificationRequest"))
    listed = asked("list_facts", action="DataTransfer", limit=2)
    assert [fact["payload"]["vendorId"] for fact in listed] == ["V2", "V1"]


@pytest.mark.parametrize("action", ["Data", "Reset", ""])
def test_what_no_station_says_is_no_empty_list(station, action):
    assert refused("list_facts", "CP1", action=action) == 404


def test_a_station_that_nobody_registered_has_no_lists(station):
    assert refused("list_records", "NO", kind="event") == 404
    assert refused("list_facts", "NO", action="NotifyEvent") == 404
    assert refused("list_logs", "NO") == 404
    assert asked("list_logs") == []
