"""Whatever happened, by whatever tariff: the parts of an explanation add up to the bill."""

from datetime import UTC
from decimal import Decimal

from hypothesis import given

from pricing.domain.explanation import explain
from pricing.domain.facts import facts_of
from pricing.domain.rating import rate
from pricing.domain.tariff import tariff_of
from tests.property.test_rating_properties import sessions, tariffs


@given(told=sessions(), document=tariffs())
def test_the_parts_add_up_to_the_bill(told, document):
    facts = facts_of(told)
    rating = rate(facts, tariff_of(document), UTC)
    why = explain(facts, document, rating, UTC)
    charges = [charge for period in why["periods"] for charge in period["charges"]]
    for line in why["vat"]:
        for side in ("excl_vat", "incl_vat"):
            parts = sum(Decimal(each[side]) for each in charges if each["vat"] == line["rate"])
            assert parts == Decimal(line[f"charges_{side}"])
            if why["limit"] is None:
                assert abs(parts - Decimal(line[side])) <= Decimal("0.005001")
    for side in ("excl_vat", "incl_vat"):
        lines = sum(Decimal(line[side]) for line in why["vat"])
        assert lines == Decimal(why[f"total_{side}"]) == getattr(rating.bill, side)
    assert len(charges) == len(rating.charges)
