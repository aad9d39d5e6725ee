"""Gross-first prices (P8)."""

from datetime import UTC, date
from decimal import Decimal

import pytest

from corridor_kernel.money import UnknownCurrency
from corridor_kernel.ocpi.tariffs import Tariff
from corridor_kernel.ocpi.text import dumps, loads
from pricing.domain.facts import facts_of
from pricing.domain.price_book import elements_of, tariff_of_book
from pricing.domain.price_book_rules import book_of, faults
from pricing.domain.rating import rate
from pricing.domain.tariff import tariff_of
from tests.unit.pricing.samples import NOON, session, tariff

DAY = date(2026, 11, 22)
FULL = {
    "price_per_kwh": Decimal("0.69"),
    "per_minute": Decimal("0.05"),
    "per_session": Decimal("0.35"),
    "occupancy_per_minute": Decimal("0.10"),
    "free_minutes": 30,
}


def document(book, vat="21", **members):
    return tariff(elements=elements_of(book, Decimal(vat)), **members)


def bill(book, vat="21", **members):
    given = loads(dumps(document(book, vat)))
    return rate(facts_of(session(**members)), tariff_of_book(given, book), UTC).bill


def test_a_hundred_kwh_at_0_69_are_69():
    book = {"price_per_kwh": Decimal("0.69")}
    paid = bill(book, energy_wh="100000")
    assert (paid.incl_vat, paid.excl_vat) == (Decimal("69.00"), Decimal("57.02"))
    (line,) = paid.lines
    assert (line.rate, line.vat) == (21, Decimal("11.98"))
    net_first = rate(facts_of(session(energy_wh="100000")), tariff_of(document(book)), UTC)
    assert net_first.bill.incl_vat == Decimal("68.99")


def test_the_document_has_net_prices_of_four_decimals():
    given = document(FULL)
    Tariff.model_validate(given | {"last_updated": NOON})
    always, later = given["elements"]
    assert [(c["type"], str(c["price"])) for c in always["price_components"]] == [
        ("ENERGY", "0.5702"),
        ("FLAT", "0.2893"),
    ]
    assert [(c["type"], str(c["price"])) for c in later["price_components"]] == [
        ("TIME", "2.4793"),
        ("PARKING_TIME", "4.9587"),
    ]
    assert later["restrictions"] == {"min_duration": 1800}
    assert {
        (c["vat"], c["step_size"]) for e in given["elements"] for c in e["price_components"]
    } == {(21, 1)}


def test_minutes_count_after_the_free_ones():
    """10.005 kWh, 30 of 60 min are free; the last 10 min the vehicle asks for nothing."""
    states = [["2026-04-01T13:50:00.000Z", "SuspendedEV"]]
    paid = bill(FULL, states=states)
    assert paid.gross == Decimal("10.005") * Decimal("0.69") + Decimal("0.35") + 20 * Decimal(
        "0.05"
    ) + 10 * Decimal("0.10")


def test_without_free_minutes_there_is_one_element():
    book = {"price_per_kwh": 1, "occupancy_per_minute": 1}
    (element,) = elements_of(book, Decimal(19))
    assert [c["type"] for c in element["price_components"]] == ["ENERGY", "PARKING_TIME"]


@pytest.mark.parametrize("vat", ["0", "7", "8.1", "19", "25.5", "27"])
def test_incl_vat_is_excl_vat_and_vat(vat):
    for line in bill(FULL, vat).lines:
        assert line.excl_vat + line.vat == line.incl_vat


def told(book, country="NL"):
    return dict(faults(book, country, DAY, None))


def test_a_good_book_has_no_fault():
    assert told({"price_per_kwh": 0.69}) == {}
    assert told(FULL) == {}
    assert book_of(FULL | {"per_session": None}) == {
        name: value for name, value in FULL.items() if name != "per_session"
    }


def test_every_fault_is_told_at_once():
    broken = {"per_minute": -1, "price": 1, "free_minutes": 0, "per_session": "0.00001"}
    assert told(broken, "XX").keys() == {
        "price_book",
        "price_book.price_per_kwh",
        "price_book.per_minute",
        "price_book.price",
        "price_book.free_minutes",
        "price_book.per_session",
    }
    assert told(7).keys() == {"price_book"}
    assert "no price per minute" in told({"price_per_kwh": 1, "free_minutes": 5}).popitem()[1]
    assert "country 'XX'" in told({"price_per_kwh": 1}, "XX")["price_book"]


def test_a_currency_without_a_minor_unit_is_refused():
    with pytest.raises(UnknownCurrency, match="'JPY' is none of EUR, CZK"):
        rate(facts_of(session()), tariff_of(tariff(currency="JPY")), UTC)
