"""Our copy of where stations stand."""

import pytest

from pricing.handlers.on_station_registered import handler
from pricing.tables import SiteTable
from tests.unit.pricing.samples import SITE


def registered(time="2026-04-01T12:00:00.000Z", **site):
    data = {"station_id": "CS-1", "site": SITE | site, "evses": [], "protocol": "ocpp2.0.1"}
    return {"detail": {"id": "E", "version": 1, "time": time, "data": data}}


def test_a_station_is_remembered(aws):
    handler(registered(), None)
    item = SiteTable.get("CS-1")
    assert (item.site_id, item.name, item.time_zone) == ("S1", "Rasthof Nord", "Europe/Berlin")
    assert (item.country, item.currency) == ("DE", "EUR")


def test_a_site_may_have_no_name(aws):
    event = registered()
    del event["detail"]["data"]["site"]["name"]
    handler(event, None)
    assert SiteTable.get("CS-1").name is None


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 1, 0), (1, 0, 1)])
def test_the_latest_told_counts_in_any_order(aws, order):
    events = [registered(), registered("2026-04-01T12:00:01.000Z", id="S2")]
    for index in order:
        handler(events[index], None)
    assert SiteTable.get("CS-1").site_id == "S2"


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "", "../etc/passwd"])
def test_a_time_zone_that_does_not_exist_is_not_remembered(aws, zone):
    with pytest.raises((KeyError, ValueError)):
        handler(registered(time_zone=zone), None)
    assert list(SiteTable.scan()) == []


def test_trouble_with_the_table_is_not_hidden():
    from moto import mock_aws
    from pynamodb.exceptions import PutError

    with mock_aws(), pytest.raises(PutError):
        handler(registered(), None)
