"""Outbox stream -> bus."""

import pytest

from corridor_aws import outbox as outbox_module
from corridor_aws.outbox import NotRelayed
from roaming.handlers.relay_events import handler

RECORD = {
    "dynamodb": {
        "NewImage": {
            "source": {"S": "corridor.roaming"},
            "name": {"S": "TokenChanged"},
            "detail": {"S": "{}"},
        }
    }
}


class Bus:
    """Refuses as many calls as told, then takes everything."""

    def __init__(self, refusals: int) -> None:
        self.refusals = refusals
        self.taken = []

    def put_events(self, Entries):
        refuse = self.refusals > 0
        self.refusals -= 1
        self.taken += [] if refuse else Entries
        result = {"ErrorCode": "ThrottlingException"} if refuse else {"EventId": "1"}
        return {
            "FailedEntryCount": len(Entries) * refuse,
            "Entries": [result for _ in Entries],
        }


@pytest.fixture
def bus(monkeypatch):
    bus = Bus(refusals=0)
    monkeypatch.setattr(outbox_module, "client", lambda service: bus)
    return bus


def test_every_event_of_a_batch_reaches_the_bus(bus):
    handler({"Records": [RECORD] * 12}, None)
    assert len(bus.taken) == 12
    assert bus.taken[0] == {
        "EventBusName": "corridor-test",
        "Source": "corridor.roaming",
        "DetailType": "TokenChanged",
        "Detail": "{}",
    }


def test_entries_that_the_bus_refuses_bring_the_batch_again(bus):
    bus.refusals = 2
    with pytest.raises(NotRelayed):
        handler({"Records": [RECORD]}, None)
