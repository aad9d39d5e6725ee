"""Prices on the local cloud: entered, refused, found by place and by whose token it is."""

from uuid import uuid4

import pytest

from tests.waiting import eventually

MEMBERS = {"country_code": "NL", "party_id": "COR", "currency": "EUR"}
HOUR = {"started_at": "2099-04-01T12:00:00Z", "ended_at": "2099-04-01T13:00:00Z"}


@pytest.fixture
def name() -> str:
    return uuid4().hex[:8]


@pytest.fixture
def station(cloud, name) -> dict:
    """EVSE 1 has 150 kW, EVSE 2 has 22; pricing knows of it."""
    site = {"id": name, "time_zone": "Europe/Amsterdam", "country": "NL", "currency": "EUR"}
    evses = [
        {"id": id, "connectors": [{"id": 1, "type": "cCCS2", "max_power_w": power}]}
        for id, power in ((1, 150_000), (2, 22_000))
    ]
    new = {"id": f"CS-{name}", "password": "a-long-password-1", "site": site, "evses": evses}
    assert cloud.operator("POST", "/stations", new)[0] == 201
    wanted = {"station_id": new["id"], "energy_wh": 1000, **HOUR}
    eventually(lambda: cloud.operator("POST", "/quotes", wanted)[0] != 404)
    return new


def post(cloud, path, content):
    status, answer = cloud.operator("POST", path, content)
    assert status < 300, answer
    return answer


def test_prices_are_entered_refused_and_found(cloud, station, name):
    here = {"site": name, "station": station["id"]}
    prices = {"price_per_kwh": 0.69, "per_session": 1}
    book = {"id": f"B-{name}", **MEMBERS, "country": "NL", "price_book": prices}
    status, refusal = cloud.operator("POST", "/price-books", book | {"assigned_to": [here]})
    assert status == 422
    assert f"EVSE 1 of {station['id']}" in refusal["errors"][0]["message"]

    slow, fast = here | {"evse": 2}, here | {"evse": 1}
    post(cloud, "/price-books", book | {"assigned_to": [slow]})
    fair = book | {"id": f"F-{name}", "price_book": {"price_per_kwh": 0.69}}
    post(cloud, "/price-books", fair | {"assigned_to": [fast]})
    component = {"type": "ENERGY", "price": 0.5, "vat": 21, "step_size": 1}
    elements = [{"price_components": [component]}]
    fleet = {"tariff": {"id": f"G-{name}", **MEMBERS, "elements": elements, "type": "REGULAR"}}
    fleet["assigned_to"] = [{"site": name, "group": f"FLEET-{name}"}]
    assert post(cloud, "/tariffs/check", fleet)["faults"] == []
    post(cloud, "/tariffs", fleet)

    def price(evse, **members):
        wanted = {"station_id": station["id"], "evse_id": evse, "energy_wh": 100_000, **HOUR}
        status, answer = cloud.operator("POST", "/quotes", wanted | members)
        return answer["total_incl_vat"] if status == 200 else None

    assert (price(1), price(2)) == ("69.00", "70.00")
    token = {"id_token": f"T-{name}", "type": "ISO14443"}
    group = {"group_id": f"FLEET-{name}", "party": "NL-TNM"}
    assert cloud.operator("PUT", f"/tokens/ISO14443/t-{name}", group)[0] == 200
    assert eventually(lambda: price(1, id_token=token)) == "60.50"

    texts = {
        text["language"]: text["text"]
        for text in cloud.operator("GET", f"/tariffs/B-{name}/texts")[1]["texts"]
    }
    assert texts["nl"] == "0,69 EUR per kWh; 1,00 EUR per laadsessie (incl. btw)"
    assert post(cloud, f"/tariffs/G-{name}/end", {})["version"] == 2
    assert price(1, id_token=token, started_at="2099-04-01T12:30:00Z") is None
