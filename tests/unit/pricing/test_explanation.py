"""Why this price: the parts of an explanation add up to the bill, and rating again agrees."""

from datetime import UTC, timedelta
from decimal import Decimal

import orjson
import pytest

from corridor_kernel.problems import Problem
from pricing.create_tariff import create_tariff
from pricing.domain.basis import MAX_BYTES, Basis, BasisTooLarge, packed, unpacked
from pricing.domain.explanation import explain
from pricing.domain.facts import facts_of
from pricing.domain.metering import metering_of
from pricing.domain.rating import rate
from pricing.domain.site import Site
from pricing.domain.tariff import tariff_of
from pricing.explain_cdr import explain_cdr
from pricing.rate_session import rate_session
from pricing.tables import CdrTable
from tests.unit.pricing.samples import NOON, SITE, session, tariff

EVENING = {
    "price_components": [{"type": "ENERGY", "price": 0.3, "vat": 19, "step_size": 1000}],
    "restrictions": {"start_time": "15:30"},
}
DAY = {
    "price_components": [
        {"type": "ENERGY", "price": 0.5, "vat": 19, "step_size": 1},
        {"type": "FLAT", "price": 1, "vat": 7, "step_size": 1},
    ]
}


@pytest.fixture
def cdr_id(station):
    create_tariff(tariff(elements=[EVENING, DAY], type="REGULAR"), [{"site": "S1"}], NOON)
    return rate_session(session(), NOON + timedelta(hours=3))["cdr_id"]


def test_each_period_says_what_it_costs_and_why(cdr_id):
    why = explain_cdr(cdr_id)
    first, second = why["periods"]
    assert why["agrees"]
    energy, fee = first["charges"]
    assert energy["arithmetic"] == "5.0025 kWh x 0.5 EUR/kWh = 2.501250 EUR"
    assert (
        energy["why"] == "element 1 is the first with ENERGY that applies; it has no restrictions"
    )
    assert (fee["arithmetic"], fee["vat"]) == ("1 EUR", "7")
    [stepped] = second["charges"]
    assert stepped["arithmetic"] == (
        "5.0025 kWh in whole steps of 1000 Wh: 5.9975 kWh x 0.3 EUR/kWh = 1.799250 EUR"
    )
    assert stepped["why"].endswith("whose restrictions hold: start_time 15:30")
    assert [each["dimension"] for each in second["not_charged"]] == ["TIME"]
    assert second["local_from"].startswith("2026-04-01T15:30:00")


def test_a_bill_that_no_longer_comes_out_is_told(cdr_id):
    item = CdrTable.get(cdr_id)
    summary = orjson.loads(item.summary) | {"total_incl_vat": "9.99"}
    item.update([CdrTable.summary.set(orjson.dumps(summary).decode())])
    why = explain_cdr(cdr_id)
    assert (why["agrees"], why["billed_incl_vat"]) == (False, "9.99")


def test_a_later_version_of_the_tariff_changes_nothing(cdr_id):
    before = explain_cdr(cdr_id)
    create_tariff(tariff(price=9), [{"site": "S1"}], NOON + timedelta(hours=4))
    assert explain_cdr(cdr_id) == before


def test_no_such_cdr(aws):
    with pytest.raises(Problem, match="404"):
        explain_cdr("none")


def test_a_limit_is_told(aws):
    document = tariff(max_price={"excl_vat": 2, "incl_vat": 3})
    facts = facts_of(session())
    why = explain(facts, document, rate(facts, tariff_of(document), UTC), UTC)
    assert why["limit"] == {
        "limit": "max_price",
        "before_excl_vat": "5.002500",
        "before_incl_vat": "5.952975",
        "after_excl_vat": "2.000000",
        "after_incl_vat": "3.000000",
    }


def site():
    return Site("S1", None, SITE["time_zone"], "DE", "EUR")


def test_what_a_bill_was_made_of_comes_back_as_it_was():
    basis = Basis(session(), tariff(price=Decimal("0.5")), site(), metering_of(site()))
    assert unpacked(packed(basis)) == basis


def test_what_is_too_large_is_refused():
    """Hexadecimal noise: it is pressed to half at best."""
    noise = "".join(f"{pow(7, n, 2**61 - 1):x}" for n in range(MAX_BYTES // 5))
    basis = Basis(session(remark=noise), tariff(), site(), metering_of(site()))
    with pytest.raises(BasisTooLarge):
        packed(basis)
