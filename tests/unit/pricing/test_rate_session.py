"""One CDR for a session, once for ever."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from itertools import accumulate, cycle
from pathlib import Path

import jsonschema_rs
import pytest

from corridor_aws.outbox import OutboxItem
from corridor_kernel.ocpi.cdrs import Cdr
from corridor_kernel.ocpi.text import loads, plain
from corridor_kernel.times import from_text, to_text
from pricing import rate_session as rating_use_case
from pricing.create_tariff import create_tariff
from pricing.find_tariff import NoTariff
from pricing.handlers.rate_session import handler
from pricing.rate_session import UnknownStation, rate_session
from pricing.tables import CdrTable
from tests.unit.pricing.samples import NOON, session, tariff

EVENT = Path(__file__).parents[3] / "functions/pricing/events/CdrIssued.v1.json"
LATER = NOON + timedelta(hours=3)
ANSWER = {
    "cdr_id": "5879f903-3230-5356-81fd-db10a2dcba6a",
    "total_excl_vat": "5.00",
    "total_incl_vat": "5.95",
    "currency": "EUR",
    "ended_at": "2026-04-01T14:00:00.000Z",
    "energy_wh": "10005",
    "registered_wh": "10005",
}
PLACE = {
    "address": "A 7",
    "city": "Fulda",
    "country": "DEU",
    "coordinates": {"latitude": "50.55000", "longitude": "9.67000"},
    "evse_id": "DE*COR*E1",
    "connector_standard": "IEC_62196_T2_COMBO",
    "connector_format": "CABLE",
    "connector_power_type": "DC",
}


@pytest.fixture
def priced(station):
    create_tariff(tariff(), [{"site": "S1"}], NOON)


def rated(now=LATER, **members):
    return rate_session(session(**members), now)


def stored():
    [item] = CdrTable.scan()
    return item


def test_the_answer_names_what_is_paid(priced):
    assert handler({"session": session()}, None) == {"bill": ANSWER}


def test_asked_again_the_first_answer_counts(priced):
    first, before = rated(), stored().serialize()
    create_tariff(tariff(price=9), [{"site": "S1"}], NOON + timedelta(minutes=1))
    assert rated(LATER + timedelta(days=9), energy_wh="99999") == first
    assert stored().serialize() == before


def test_of_two_at_once_one_wins_and_both_get_its_answer(priced, outbox, monkeypatch):
    """The other one comes between our look and our write."""

    def overtaken(*cdr):
        monkeypatch.setattr(rating_use_case, "issue_cdr", issue)
        rated(energy_wh="20000")
        return issue(*cdr)

    issue = rating_use_case.issue_cdr
    monkeypatch.setattr(rating_use_case, "issue_cdr", overtaken)
    assert rated()["energy_wh"] == "20000"
    assert [name for name, _ in outbox()].count("CdrIssued") == 1


def test_the_cdr_is_told_once_and_by_its_schema(priced, outbox):
    rated()
    rated()
    [data] = [data for name, data in outbox() if name == "CdrIssued"]
    assert data == {
        "cdr_id": ANSWER["cdr_id"],
        "session_id": session()["session_id"],
        "station_id": "CS-1",
        "total_excl_vat": "5.00",
        "total_incl_vat": "5.95",
        "currency": "EUR",
    }
    detail = json.loads(OutboxItem.get(f"CdrIssued/{data['cdr_id']}").detail)
    jsonschema_rs.validator_for(EVENT.read_text(), validate_formats=True).validate(detail)


def test_the_document_is_an_ocpi_cdr(priced):
    rated()
    document = loads(stored().document)
    assert document["cdr_location"] == {
        "id": "S1",
        "name": "Rasthof Nord",
        "country": "DE",
        "evse_uid": "CS-1-1",
        "connector_id": "1",
    }
    Cdr.model_validate(document | {"cdr_location": document["cdr_location"] | PLACE})
    assert document["last_updated"] == "2026-04-01T15:00:00.000Z"
    [embedded] = document["tariffs"]
    assert plain(embedded) == tariff(last_updated="2026-04-01T12:00:00.000Z")


def test_without_a_tariff_nothing_is_billed(station, outbox):
    with pytest.raises(NoTariff):
        rated()
    assert list(CdrTable.scan()) == []
    assert outbox() == []


def test_a_station_that_is_not_known_yet_can_be_rated_later(aws):
    with pytest.raises(UnknownStation):
        rated()


def test_an_issued_cdr_needs_no_tariff_any_more(priced):
    first = rated()
    later = session(started_at="2020-01-01T00:00:00Z", station_id="CS-unknown")
    assert rate_session(later, LATER) == first


def test_a_price_that_changes_with_every_reading_is_billed_too(station):
    component = {"type": "ENERGY", "price": 1, "vat": 19, "step_size": 1}
    fast = {"price_components": [component], "restrictions": {"min_power": 60}}
    create_tariff(tariff(elements=[fast, *tariff()["elements"]]), [{"site": "S1"}], NOON)
    begun = from_text("2026-04-01T13:00:00Z")
    registers = accumulate(cycle((100, 900)), initial=1000)
    readings = [
        [to_text(begun + timedelta(seconds=28 * n)), str(next(registers))] for n in range(3000)
    ]
    ended_at, stop = readings[-1]
    rated(
        telemetry=readings,
        ended_at=ended_at,
        energy_wh=str(int(stop) - 1000),
        meter_stop_wh=stop,
    )
    assert len(loads(stored().document)["charging_periods"]) == 2999


def test_broken_facts_are_refused(priced):
    with pytest.raises(ValueError, match="no energy"):
        rated(energy_wh="-5")
    assert list(CdrTable.scan()) == []


def test_rating_loads_no_heavy_package():
    """Cold starts pay for what is imported."""
    heavy = {"boto3", "chalice", "pydantic", "ocpp", "jsonschema_rs", "aws_lambda_powertools"}
    script = "import sys, pricing.handlers.rate_session; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=True,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert heavy.isdisjoint(run.stdout.split())
