"""What a message costs: round trips to DynamoDB, one after the other, none beside another."""

from collections.abc import Callable

import pytest

from tests.unit.ocpp_gateway.inbound.speaking import NOW, event, id_token, result, save_token

BOOT = {"reason": "PowerUp", "chargingStation": {"vendorName": "ACME", "model": "X"}}
STATUS = {"timestamp": NOW, "connectorStatus": "Available", "evseId": 1, "connectorId": 1}
SECURITY = {"type": "SettingSystemTime", "timestamp": NOW}
METER = {"evseId": 1, "meterValue": [{"timestamp": NOW, "sampledValue": [{"value": 1.5}]}]}
CUSTOMER = {"data": "x", "seqNo": 0, "generatedAt": NOW, "requestId": 1}
EVENT = {
    "eventId": 1,
    "timestamp": NOW,
    "trigger": "Delta",
    "actualValue": "1",
    "eventNotificationType": "CustomMonitor",
    "component": {"name": "Connector"},
    "variable": {"name": "Temperature"},
}
TOKEN = {"idToken": id_token()}

# The first in a minute also writes `last_seen`, where there is room for it.
BUDGETS = {
    "Heartbeat": ({}, 1, 0),
    "Authorize": (TOKEN, 1, 1),
    "TransactionEvent": (event(), 2, 1),
    "TransactionEvent with a token": (event(**TOKEN), 2, 2),
    "StatusNotification": (STATUS, 2, 1),
    "BootNotification": (BOOT, 2, 1),
    "MeterValues": (METER, 3, 2),
    "NotifyEvent": ({"generatedAt": NOW, "seqNo": 0, "eventData": [EVENT]}, 4, 3),
    "NotifyChargingLimit": ({"chargingLimit": {"chargingLimitSource": "EMS"}}, 3, 1),
    "NotifyCustomerInformation": (CUSTOMER, 3, 1),
    "ReservationStatusUpdate": (
        {"reservationId": 1, "reservationUpdateStatus": "Expired"},
        3,
        1,
    ),
    "SecurityEventNotification": (SECURITY, 2, 1),
    "DataTransfer": ({"vendorId": "x"}, 2, 1),
}


@pytest.mark.parametrize("what", BUDGETS)
def test_a_message_keeps_its_budget(station, trips, what):
    save_token()
    payload, first, replay = BUDGETS[what]
    action = what.partition(" ")[0]
    for budget in (first, replay):
        trips.clear()
        result(action, payload)
        assert trips.total() == budget, dict(trips.made)


@pytest.mark.parametrize(("seq_no", "trigger"), [(1, "MeterValuePeriodic"), (2, "EVDeparted")])
def test_a_later_event_costs_one_round_trip(station, trips, seq_no, trigger):
    result("TransactionEvent", event())
    trips.clear()
    result("TransactionEvent", event("Updated", seq_no, triggerReason=trigger))
    assert dict(trips.made) == {"PutItem": 1}


def test_a_token_and_its_event_are_written_together(station, trips):
    save_token()
    trips.clear()
    result("TransactionEvent", event(**TOKEN))
    assert dict(trips.made) == {"BatchGetItem": 1, "TransactWriteItems": 1}


def test_the_edges_of_a_socket(register: Callable, trips):
    from tests.unit.ocpp_gateway.inbound.test_sockets import authorize, connect, disconnect

    register()
    trips.clear()
    authorize()
    assert dict(trips.made) == {"GetItem": 1}
    connect()  # authorizes again, and reads the breaker once in five seconds
    assert dict(trips.made) == {"GetItem": 3, "TransactWriteItems": 1}
    connect(connection_id="NEWER=")
    assert dict(trips.made) == {"GetItem": 4, "TransactWriteItems": 2}
    trips.clear()
    disconnect("NEWER=")
    assert trips.made["TransactWriteItems"] == 1
