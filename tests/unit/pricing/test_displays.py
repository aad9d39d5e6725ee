"""What stations have to show: told when it is another, and only then, whatever comes how often."""

from datetime import timedelta

import jsonschema_rs
import orjson
import pytest

from corridor_aws.clients import client
from corridor_aws.outbox import OutboxItem
from corridor_kernel.times import to_text
from pricing.create_tariff import create_tariff
from pricing.displays import refresh_display as refresh_module
from pricing.displays.refresh_display import refresh_display
from pricing.displays.refresh_due import refresh_due
from pricing.handlers import on_station_registered, on_tariff_changed
from pricing.handlers.refresh_display import handler
from tests.conftest import queue_url
from tests.services import ROOT
from tests.unit.pricing.samples import NOON, SITE, tariff

AD_HOC = {"type": "AD_HOC_PAYMENT"}


def register(id, *connectors, site="S1", **place):
    """Its EVSEs have that many connectors."""
    evses = [
        {"id": evse, "connectors": [made(n + 1) for n in range(count)]}
        for evse, count in enumerate(connectors or (1,), start=1)
    ]
    data = {"station_id": id, "site": SITE | {"id": site} | place, "evses": evses}
    on_station_registered.handler({"detail": {"time": to_text(NOON), "data": data}}, None)


def made(id):
    return {"id": id, "type": "cCCS2", "max_power_w": 22_000}


def create(price, *targets, at=NOON, id="DAY", **members):
    given = tariff(id, price, **members)
    create_tariff(given, list(targets or ({"site": "S1"},)), at)


def waiting():
    """The stations in the queue."""
    sqs, url = client("sqs"), queue_url("displays")
    found = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            found += orjson.loads(message["Body"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return sorted(found)


def told(name="PriceDisplayChanged"):
    """The data of the events, in their order; each keeps its schema."""
    schema = (ROOT / f"functions/pricing/events/{name}.v1.json").read_text()
    validator = jsonschema_rs.validator_for(schema, validate_formats=True)
    details = [orjson.loads(item.detail) for item in OutboxItem.scan() if item.name == name]
    for detail in details:
        validator.validate(detail)
    return sorted((detail["data"] for detail in details), key=lambda data: data.get("revision", 0))


def shorts(data):
    return [price["texts"][0]["short"] for price in data["prices"]]


def hours(count):
    return NOON + timedelta(hours=count)


def test_a_station_is_told_its_price_once(aws):
    register("CS-1")
    create(0.5)
    for hour in (1, 1, 2):
        refresh_display("CS-1", hours(hour))
    (data,) = told()
    assert (data["station_id"], data["revision"], data["currency"]) == ("CS-1", 1, "EUR")
    assert data["from"] == to_text(hours(1))
    (price,) = data["prices"]
    assert "places" not in price
    assert [text["language"] for text in price["texts"]] == ["de", "en"]
    assert "0,595 EUR/kWh" in price["texts"][0]["short"]


def test_another_price_is_told_and_an_equal_one_is_not(aws):
    register("CS-1")
    create(0.5)
    refresh_display("CS-1", hours(1))
    create(0.5, at=hours(2))
    refresh_display("CS-1", hours(3))
    create(0.6, at=hours(4))
    refresh_display("CS-1", hours(5))
    assert [data["revision"] for data in told()] == [1, 2]
    assert "0,714 EUR/kWh" in shorts(told()[1])[0]


def test_a_station_without_an_ad_hoc_price_is_told_nothing(aws):
    register("CS-1")
    create(0.5, type="REGULAR")
    create(0.4, {"site": "S1", "group": "G1"}, id="GROUP")
    refresh_display("CS-1", hours(1))
    assert told() == []


def test_a_price_that_ends_is_taken_back(aws):
    register("CS-1")
    create(0.5, end_date_time=to_text(hours(2)))
    refresh_display("CS-1", hours(1))
    refresh_due(hours(1.9))
    assert waiting() == ["CS-1"]  # from its registration
    refresh_due(hours(2))
    assert waiting() == ["CS-1"]
    refresh_display("CS-1", hours(2))
    assert [data["prices"] == [] for data in told()] == [False, True]
    refresh_due(hours(9))
    assert waiting() == []


def test_a_scheduled_price_is_told_when_it_takes_effect(aws):
    register("CS-1")
    create(0.5)
    create(0.6, at=hours(1), start_date_time=to_text(hours(5)))
    create(0.7, at=hours(1), start_date_time=to_text(hours(6)))
    refresh_display("CS-1", hours(2))
    waiting()
    for hour in (4.99, 5, 6):
        refresh_due(hours(hour))
        for station in waiting():
            refresh_display(station, hours(hour))
    assert [data["from"] for data in told()] == [to_text(hours(hour)) for hour in (2, 5, 6)]
    assert ["0,595" in shorts(data)[0] for data in told()] == [True, False, False]


def test_each_connector_shows_its_own_price(aws):
    register("CS-1", 2, 1)
    create(0.5, **AD_HOC)
    create(0.9, {"site": "S1", "station": "CS-1", "evse": 1, "connector": 2}, id="FAST", **AD_HOC)
    refresh_display("CS-1", hours(1))
    (data,) = told()
    places = {price["tariff_id"]: price["places"] for price in data["prices"]}
    assert places == {"DAY": ["1.1", "2"], "FAST": ["1.2"]}


def test_the_language_is_the_sites(aws):
    register("CS-1", country="BE", time_zone="Europe/Brussels")
    create(0.5)
    refresh_display("CS-1", hours(1))
    (data,) = told()
    languages = [text["language"] for text in data["prices"][0]["texts"]]
    assert languages == ["nl", "fr", "en"]


@pytest.mark.parametrize(
    ("targets", "stations"),
    [
        ([{"site": "S1"}], ["CS-1", "CS-2"]),
        ([{"site": "S2"}, {"site": "S1", "station": "CS-1", "evse": 1}], ["CS-1", "CS-3"]),
        ([{"site": "*"}], ["CS-1", "CS-2", "CS-3"]),
        ([{"site": "*", "party": "NL-TNM"}, {"site": "S1", "group": "G1"}], []),
    ],
)
@pytest.mark.parametrize("member", ["assigned_to", "withdrawn_from"])
def test_a_changed_tariff_has_its_stations_looked_at_again(aws, targets, stations, member):
    for id, site in {"CS-1": "S1", "CS-2": "S1", "CS-3": "S2"}.items():
        register(id, site=site)
    assert waiting() == ["CS-1", "CS-2", "CS-3"]
    data = {"tariff_id": "DAY", "assigned_to": [], "withdrawn_from": []} | {member: targets}
    on_tariff_changed.handler({"detail": {"data": data}}, None)
    assert waiting() == stations


def test_a_message_names_some_stations(aws):
    for id in ("CS-1", "CS-2"):
        register(id)
    create(0.5)
    handler({"Records": [{"body": '["CS-1", "CS-2"]'}]}, None)
    assert sorted(data["station_id"] for data in told()) == ["CS-1", "CS-2"]


def test_more_stations_than_a_message_takes_are_queued(aws):
    for n in range(53):
        register(f"CS-{n}")
    assert len(waiting()) == 53
    data = {"tariff_id": "DAY", "assigned_to": [{"site": "*"}], "withdrawn_from": []}
    on_tariff_changed.handler({"detail": {"data": data}}, None)
    assert len(set(waiting())) == 53


def test_a_station_that_is_not_registered_yet_is_looked_at_when_it_is(aws):
    create(0.5)
    refresh_display("CS-1", hours(1))
    assert told() == []
    register("CS-1")
    assert waiting() == ["CS-1"]
    refresh_display("CS-1", hours(2))
    assert len(told()) == 1


def test_who_looked_earlier_never_undoes_what_another_saw(aws, monkeypatch):
    """It looked up the old schedule, then another run told the new one: it looks again."""
    register("CS-1")
    create(0.5)
    refresh_display("CS-1", hours(1))
    look_up, outrun = refresh_module.look_up, []

    def slow(station, now):
        found = look_up(station, now)
        if not outrun:
            outrun.append(True)
            create(0.6, at=hours(1), start_date_time=to_text(hours(5)))
            create(0.7, at=hours(1), start_date_time=to_text(hours(4)), id="SPRING")
            refresh_display("CS-1", hours(2))
        return found

    monkeypatch.setattr(refresh_module, "look_up", slow)
    create(0.5, at=hours(1), start_date_time=to_text(hours(9)), id="LATER")
    refresh_display("CS-1", hours(2))
    refresh_due(hours(4))
    assert waiting() == ["CS-1"] * 2
