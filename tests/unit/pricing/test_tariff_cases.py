"""Every folder of tests/cases/tariffs: tariff and session in, the CDR worked out by hand out."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from corridor_kernel.ocpi.tariffs import Tariff
from corridor_kernel.ocpi.text import dumps, loads
from pricing.domain.cdr import Cdr, cdr_id, summary
from pricing.domain.cdr_document import document
from pricing.domain.facts import facts_of
from pricing.domain.price_book import elements_of, tariff_of_book
from pricing.domain.rating import rate
from pricing.domain.site import Site
from pricing.domain.tariff import tariff_of

CASES = sorted((Path(__file__).parents[2] / "cases/tariffs").iterdir())
BOOK = "price_book.json"
TOTALS = {
    "total_cost",
    "total_fixed_cost",
    "total_energy",
    "total_energy_cost",
    "total_time",
    "total_time_cost",
    "total_parking_time",
    "total_parking_cost",
    "total_reservation_cost",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_session_costs_what_was_worked_out_by_hand(case):
    tariff, session, expected = (
        loads((case / f"{name}.json").read_text()) for name in ("tariff", "session", "cdr")
    )
    Tariff.model_validate(tariff)
    site = Site("S1", "Rasthof Nord", session.pop("time_zone"), "DE", tariff["currency"])
    facts = facts_of(session)
    rating = rate(facts, _engine_tariff(case, tariff), site.zone)
    cdr = Cdr(
        cdr_id(facts.session_id), facts, site, tariff, rating, datetime(2027, 4, 1, tzinfo=UTC)
    )

    billed = loads(dumps(document(cdr)))
    for period in billed["charging_periods"]:
        assert period.pop("tariff_id") == tariff["id"]
    members = TOTALS | {"charging_periods"}
    assert {name: value for name, value in billed.items() if name in members} == {
        name: value for name, value in expected.items() if name != "payable"
    }
    paid = summary(cdr)
    assert paid["currency"] == tariff["currency"]
    assert {
        "excl_vat": paid["total_excl_vat"],
        "incl_vat": paid["total_incl_vat"],
        "vat": paid["vat"],
    } == expected["payable"]


def _engine_tariff(case, tariff):
    """Of a gross price book where the case has one: its tariff.json is what OCPI says of it."""
    if not (case / BOOK).exists():
        return tariff_of(tariff)
    book = loads((case / BOOK).read_text())
    vat = tariff["elements"][0]["price_components"][0]["vat"]
    assert elements_of(book, vat) == tariff["elements"]
    return tariff_of_book(tariff, book)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_complete(case):
    files = {file.name for file in case.iterdir()}
    assert files - {BOOK} == {"tariff.json", "session.json", "cdr.json", "README.md"}
