"""Tariffs and CDRs as operators see them."""

import json
from datetime import timedelta
from pathlib import Path

import jsonschema_rs
import pytest

from corridor_aws.outbox import OutboxItem
from pricing.create_tariff import create_tariff
from pricing.handlers.operator import handler
from pricing.rate_session import rate_session
from tests.unit.pricing.samples import NOON, session, tariff

EVENT = Path(__file__).parents[3] / "functions/pricing/events/TariffChanged.v1.json"


def ask(operation, **parameters):
    return handler({"operation": operation, "parameters": parameters}, None)


def test_a_tariff_is_kept_as_given(station):
    created = ask("create_tariff", tariff=tariff("Day-1", 0.39), assigned_to=[{"site": "S1"}])
    assert created["status"] == 201
    body = created["body"]
    assert body["tariff_id"] == "Day-1"
    assert body["assigned_to"] == [{"site": "S1"}]
    assert body["version"] == 1
    updated = {"last_updated": body["created_at"]}
    assert body["tariff"] == tariff("Day-1", 0.39) | updated
    assert body["effective_from"] == body["created_at"]
    assert ask("get_tariff", tariff_id="DAY-1")["body"] == body | {"versions": [body]}


def test_the_change_is_told_by_its_schema(aws):
    ask("create_tariff", tariff=tariff(), assigned_to=[{"site": "*"}])
    [item] = OutboxItem.scan()
    detail = json.loads(item.detail)
    assert detail["data"] == {
        "tariff_id": "DAY",
        "assigned_to": [{"site": "*"}],
        "withdrawn_from": [],
    }
    jsonschema_rs.validator_for(EVENT.read_text(), validate_formats=True).validate(detail)


def test_every_fault_is_told_at_once_and_nothing_changes(station, outbox):
    broken = tariff(currency="CZK", party_id="CO")
    problem = ask("create_tariff", tariff=broken, assigned_to=[{"site": "S1"}, {"site": ""}])[
        "problem"
    ]
    assert problem["status"] == 422
    assert {"location": "assigned_to.0", "message": "S1 is billed in EUR"} in problem["errors"]
    locations = [error["location"] for error in problem["errors"]]
    assert locations == ["tariff.party_id", "assigned_to.1.site", "assigned_to.0"]
    assert outbox() == []
    assert ask("list_tariffs")["body"]["items"] == []


def test_a_null_counts_as_not_given(aws):
    given = tariff(min_price=None, type=None)
    assert ask("create_tariff", tariff=given, assigned_to=[{"site": "*"}])["status"] == 201


def test_a_site_that_no_station_told_of_is_believed(aws):
    assert ask("create_tariff", tariff=tariff(), assigned_to=[{"site": "S9"}])["status"] == 201


def test_tariffs_are_listed_once_each_in_their_latest_version(aws):
    for id, price in (("B", 1), ("A", 2), ("B", 3)):
        ask("create_tariff", tariff=tariff(id, price), assigned_to=[{"site": "*"}])
    first = ask("list_tariffs", limit=1)["body"]
    second = ask("list_tariffs", limit=1, cursor=first["cursor"])["body"]
    seen = [item["tariff_id"] for page in (first, second) for item in page["items"]]
    assert seen == ["A", "B"]
    assert second["items"][0]["version"] == 2
    versions = ask("get_tariff", tariff_id="b")["body"]["versions"]
    assert [version["version"] for version in versions] == [2, 1]


def test_what_does_not_exist_is_not_found(aws):
    assert ask("get_tariff", tariff_id="X")["problem"]["status"] == 404
    assert ask("get_cdr", cdr_id="X")["problem"]["status"] == 404
    assert ask("delete_cdr", cdr_id="X")["problem"]["status"] == 404


@pytest.fixture
def cdrs(station):
    """Three sessions, an hour apart, the last one at another station."""
    from corridor_kernel.times import from_text
    from pricing.remember_site import remember_site
    from tests.unit.pricing.samples import EVSES, SITE

    remember_site("CS-2", SITE, EVSES, from_text("2026-01-01T00:00:00Z"))
    create_tariff(tariff(), [{"site": "*"}], NOON)
    return [
        rate_session(
            session(
                session_id=f"session-{hour}",
                station_id="CS-2" if hour == 15 else "CS-1",
                started_at=f"2026-04-01T{hour}:00:00.000Z",
                ended_at=f"2026-04-01T{hour}:30:00.000Z",
            ),
            NOON + timedelta(hours=9),
        )["cdr_id"]
        for hour in (13, 14, 15)
    ]


def test_cdrs_are_found_latest_first(cdrs):
    for which, found in (
        ({}, [2, 1, 0]),
        ({"station_id": "CS-1"}, [1, 0]),
        ({"session_id": "session-14"}, [1]),
        ({"session_id": "session-99"}, []),
        ({"started_from": "2026-04-01T14:00:00Z"}, [2, 1]),
        ({"started_to": "2026-04-01T14:00:00Z"}, [0]),
        ({"started_from": "2026-04-01T13:00:00Z", "started_to": "2026-04-01T15:00:00Z"}, [1, 0]),
        ({"station_id": "CS-1", "started_from": "2026-04-01T16:00:00+02:00"}, [1]),
    ):
        items = ask("list_cdrs", **which)["body"]["items"]
        assert [item["cdr_id"] for item in items] == [cdrs[index] for index in found], which


def test_cdrs_come_in_pages(cdrs):
    first = ask("list_cdrs", limit=2)["body"]
    second = ask("list_cdrs", limit=2, cursor=first["cursor"])["body"]
    assert [len(first["items"]), len(second["items"]), second["cursor"]] == [2, 1, None]
    assert ask("list_cdrs", limit=0)["problem"]["status"] == 400


def test_an_instant_that_is_none_is_refused(aws):
    assert ask("list_cdrs", started_from="yesterday")["problem"]["status"] == 422
    assert ask("list_cdrs", started_to="0001-01-01T00:00:00+14:00")["problem"]["status"] == 422


@pytest.mark.parametrize("until", ["2026-04-01T13:00:00Z", "2026-04-01T12:00:00Z"])
def test_no_time_between_two_instants_is_refused(aws, until):
    problem = ask("list_cdrs", started_from="2026-04-01T13:00:00Z", started_to=until)["problem"]
    assert problem["errors"] == [
        {"location": "started_to", "message": "must be after started_from"}
    ]


def test_of_a_tariff_that_changes_all_the_time_the_last_versions_are_shown(aws, monkeypatch):
    monkeypatch.setattr("pricing.get_tariff.MOST_VERSIONS", 2)
    for hour in range(3):
        create_tariff(tariff(price=hour), [{"site": "S1"}], NOON + timedelta(hours=hour))
    shown = ask("get_tariff", tariff_id="DAY")["body"]["versions"]
    assert [each["version"] for each in shown] == [3, 2]


def test_a_cdr_shows_what_is_paid_and_why(cdrs):
    body = ask("get_cdr", cdr_id=cdrs[0])["body"]
    document = body.pop("cdr")
    assert body == {
        "cdr_id": cdrs[0],
        "session_id": "session-13",
        "station_id": "CS-1",
        "tariff_id": "DAY",
        "started_at": "2026-04-01T13:00:00.000Z",
        "ended_at": "2026-04-01T13:30:00.000Z",
        "energy_kwh": "10.0050",
        "currency": "EUR",
        "total_excl_vat": "5.00",
        "total_incl_vat": "5.95",
        "vat": [{"rate": "19", "excl_vat": "5.00", "incl_vat": "5.95"}],
    }
    assert document["id"] == cdrs[0]
    assert document["total_cost"] == {"excl_vat": 5.0025, "incl_vat": 5.953}
    assert document["tariffs"][0]["id"] == "DAY"
