"""What a station stores of a customer: put together, and soon forgotten (N09)."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.ocpp_gateway.inbound.speaking import NOW, facts, result

PARTS = ["Ada ", "Love", "lace"]


def say(number: int, message_id: str = "m1") -> None:
    payload = {
        "requestId": 3,
        "generatedAt": NOW,
        "seqNo": number,
        "tbc": number < 2,
        "data": PARTS[number],
    }
    assert result("NotifyCustomerInformation", payload, message_id) == {}


def information() -> dict:
    from ocpp_gateway.records import find_record

    return find_record("CP1", "customer-information", "3")


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_pages_in_any_order_are_one_text(station, outbox, order):
    for number in order:
        assert information() is None or "text" not in information()
        say(number, f"m{number}")
        say(number, f"m{number}")
    assert information()["text"] == "Ada Lovelace"
    assert "parts" not in information()
    assert [name for name, _ in outbox()] == ["StationReported"]


def test_what_came_is_there_though_the_rest_does_not_come(station):
    say(1)
    say(2)
    assert information()["parts"] == {"1": "Love", "2": "lace"}
    assert not information()["complete"]


def test_it_is_forgotten_after_a_week_and_stands_nowhere_else(station):
    from ocpp_gateway.tables import RecordTable

    say(0)
    (item,) = RecordTable.scan()
    week = datetime.now(UTC) + timedelta(days=7)
    assert week - timedelta(minutes=1) < item.expires_at <= week
    assert facts() == []


def test_who_asked_stands_with_it_whichever_comes_first(station):
    from ocpp_gateway.domain.calls import Finished
    from ocpp_gateway.results.customer_information import keep

    asked = {"requestId": 3, "report": True, "clear": False, "customerIdentifier": "ada"}
    at = datetime.now(UTC)
    say(0)
    keep(
        Finished("CP1", "c1", "CustomerInformation", "ocpp2.0.1", asked, {"status": "Accepted"}, at)
    )
    say(1, "m2")
    assert information()["asked"] == {
        "call_id": "c1",
        "status": "Accepted",
        "report": True,
        "clear": False,
    }
    assert information()["parts"] == {"0": "Ada ", "1": "Love"}
    assert "ada" not in str(information()["asked"])
