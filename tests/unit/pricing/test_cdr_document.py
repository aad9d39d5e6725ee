"""The OCPI object of a CDR."""

from datetime import UTC
from decimal import Decimal

import pytest

from pricing.domain.cdr import Cdr, cdr_id
from pricing.domain.cdr_document import document
from pricing.domain.facts import facts_of
from pricing.domain.rating import rate
from pricing.domain.site import Site
from pricing.domain.tariff import tariff_of
from tests.unit.pricing.samples import NOON, session, tariff

SITE = Site("S1", None, "UTC", "DE", "EUR")


def billed(**members):
    facts = facts_of(session(**members))
    rating = rate(facts, tariff_of(tariff()), UTC)
    return document(Cdr(cdr_id(facts.session_id), facts, SITE, tariff(), rating, NOON))


@pytest.mark.parametrize(
    ("token", "told"),
    [
        ({"id_token": "04A2", "type": "ISO14443"}, ("04A2", "RFID", "#NA")),
        ({"id_token": "DE-COR-C1", "type": "eMAID"}, ("DE-COR-C1", "OTHER", "DE-COR-C1")),
        ({"id_token": "1234", "type": "KeyCode"}, ("#NA", "OTHER", "#NA")),
        ({"id_token": "", "type": "NoAuthorization"}, ("#NA", "AD_HOC_USER", "#NA")),
        (None, ("#NA", "AD_HOC_USER", "#NA")),
    ],
)
def test_the_token_is_told_but_no_pin(token, told):
    cdr_token = billed(id_token=token)["cdr_token"]
    assert (cdr_token["uid"], cdr_token["type"], cdr_token["contract_id"]) == told


def test_what_is_not_known_is_left_out():
    cdr = billed(evse_id=None, connector_id=None, stopped_reason=None)
    assert cdr["cdr_location"] == {"id": "S1", "country": "DE"}
    assert "remark" not in cdr


def test_a_session_has_one_cdr_id():
    assert cdr_id("a") != cdr_id("b")
    assert len(cdr_id("a" * 36)) == 36


@pytest.mark.parametrize(("used", "end"), [(True, "14:00"), (False, "13:00")])
def test_a_cdr_begins_with_the_reservation(used, end):
    reserved = {"from": "2026-04-01T12:30:00.000Z", "to": "2026-04-01T13:00:00.000Z", "used": used}
    cdr = billed(reservation=reserved, energy_wh="10005" if used else "0")
    assert cdr["start_date_time"] == "2026-04-01T12:30:00.000Z"
    assert cdr["end_date_time"] == f"2026-04-01T{end}:00.000Z"
    first, *others = cdr["charging_periods"]
    assert first["dimensions"] == [{"type": "RESERVATION_TIME", "volume": Decimal("0.5")}]
    assert len(others) == used
    assert cdr["total_time"] == used
