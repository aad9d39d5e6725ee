"""A vendor's message is nothing to us, and all of it to an operator (P02)."""

from datetime import UTC, datetime

import pytest

from tests.unit.ocpp_gateway.inbound.speaking import call, result

MESSAGE = {"vendorId": "com.acme", "messageId": "Fan", "data": {"rpm": [900, None]}}


def read(station_id: str = "CP1") -> list[dict]:
    """As the operator API asks for GET /stations/{id}/facts/DataTransfer."""
    from ocpp_gateway.handlers.operator import handler

    parameters = {"station_id": station_id, "action": "DataTransfer"}
    answer = handler({"operation": "list_facts", "parameters": parameters}, None)
    assert answer["status"] == 200
    return answer["body"]["items"]


def test_operators_read_it_as_it_came_and_once(station):
    for _ in range(2):
        assert result("DataTransfer", MESSAGE, "m7") == {"status": "UnknownVendorId"}
    (item,) = read()
    assert (item["payload"], item["message_id"], item["violation"]) == (MESSAGE, "m7", None)


def test_the_newest_comes_first_and_no_other_station_s(station, register):
    from unittest.mock import patch

    for minute in (1, 2):
        with patch("ocpp_gateway.handlers.on_frame.datetime") as clock:
            clock.now.return_value = datetime(2026, 11, 22, 12, minute, tzinfo=UTC)
            result("DataTransfer", MESSAGE | {"data": minute}, f"m{minute}")
    assert [item["payload"]["data"] for item in read()] == [2, 1]
    register("CP2")
    assert read("CP2") == []


@pytest.mark.parametrize("data", [{}, {"data": "900 rpm"}])
def test_so_is_one_of_1_6(station, data):
    message = {"vendorId": "com.acme", "messageId": "Fan"} | data
    kind, _, body = call("DataTransfer", message, protocol="ocpp1.6")
    assert (kind, body["status"]) == (3, "UnknownVendorId")
    (item,) = read()
    assert item["payload"] == message
