"""The day's network is entered once, whatever the backend's answers do."""

import asyncio
from datetime import UTC, datetime

import pytest

from local.day.network import enter_prices_and_cards, network, register_meter, register_station
from local.operator_client import Refused
from local.station.quirks import Quirks
from local.station.signer import Signer
from local.station.signing import Wishes

NETWORK = network("TEST")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Api:
    """Answers with `statuses` first, then 201 to all; keeps what it was asked."""

    def __init__(self, *statuses):
        self.statuses = list(statuses)
        self.asked = []

    async def post(self, path, body=None):
        self.asked.append((path, body))
        if self.statuses and (status := self.statuses.pop(0)) >= 400:
            raise Refused(path, status, "")

    put = post


def test_prices_and_cards_are_entered_and_the_strangers_is_not():
    api = Api()
    asyncio.run(enter_prices_and_cards(NETWORK, api))
    tariffs = [body for path, body in api.asked if path == "/tariffs"]
    assert [tariff["assigned_to"] for tariff in tariffs] == [
        [{"site": "A9-TEST"}],
        [{"site": "A4-TEST"}],
    ]
    assert [tariff["tariff"]["currency"] for tariff in tariffs] == ["EUR", "PLN"]
    cards = [path for path, _ in api.asked if path.startswith("/tokens/")]
    assert cards == [
        "/tokens/ISO14443/ANNA-TEST",
        "/tokens/Central/BEN-TEST",
        "/tokens/ISO14443/CLARA-TEST",
        "/tokens/ISO14443/DAWID-TEST",
    ]


def test_a_lost_answer_is_asked_for_again():
    api = Api(503, 409)
    asyncio.run(register_station(NETWORK.east, api, "InService"))
    assert [path for path, _ in api.asked] == ["/stations", "/stations"]
    assert api.asked[0] == api.asked[1]


def test_the_key_of_a_meter_is_entered_as_it_is_printed():
    api, quirks = Api(), Quirks()
    wishes = Wishes(lambda context: True, lambda: "Never")
    signer = Signer("A9-EAST-TEST-2", "secp256r1", NETWORK.east.signing, wishes, quirks)
    asyncio.run(register_meter(NETWORK.east, 2, signer, NOON, api))
    ((path, key),) = api.asked
    assert path == "/stations/A9-EAST-TEST/evses/2/meter-keys"
    assert bytes.fromhex(key["public_key"]) == signer.meter.key.der
    assert (key["meter_serial"], key["valid_from"]) == (
        "A9-EAST-TEST-2-1",
        "2026-11-22T12:00:00.000Z",
    )


@pytest.mark.parametrize("statuses", [(409,), (422,), (503, 422), (503, 503, 503)])
def test_a_refusal_ends_the_day(statuses):
    with pytest.raises(Refused):
        asyncio.run(register_station(NETWORK.east, Api(*statuses), "InService"))
