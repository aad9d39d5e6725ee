"""What a tariff must be to come into effect."""

import pytest

from pricing.domain.tariff_rules import document_of, faults
from tests.unit.pricing.samples import NOON, tariff


def told(given, sites):
    return dict(faults(given, sites, NOON))


def test_every_fault_is_told_at_once():
    broken = tariff(currency="XYZ", party_id="CO", price_per_kwh=1)
    broken["elements"] = [
        {"price_components": [{"type": "ENERGY", "price": -1, "step_size": 0}]},
        {
            "price_components": [{"type": "TIME", "price": 1, "step_size": 1}],
            "restrictions": {"min_current": -1, "min_kwh": 2, "max_kwh": 1},
        },
    ]
    assert told(broken, ["S1", "S1", ""]).keys() == {
        "tariff.currency",
        "tariff.party_id",
        "tariff.price_per_kwh",
        "tariff.elements.0.price_components.0.price",
        "tariff.elements.0.price_components.0.step_size",
        "tariff.elements.1.restrictions.min_current",
        "sites.1",
        "sites.2",
    }


@pytest.mark.parametrize(
    ("given", "sites", "location", "message"),
    [
        (None, ["S1"], "tariff", "must be an OCPI Tariff object"),
        ([], ["S1"], "tariff", "must be an OCPI Tariff object"),
        (tariff(currency="GBP"), ["S1"], "tariff.currency", "must be one of EUR, CZK"),
        (tariff(elements=[7]), ["S1"], "tariff.elements.0", "Input should be a valid dictionary"),
        (tariff(id=None), ["S1"], "tariff.id", "Input should be a valid string"),
        (tariff(), [], "sites", 'must list site ids, or be ["*"]'),
        (tariff(), "S1", "sites", 'must list site ids, or be ["*"]'),
        (tariff(), None, "sites", 'must list site ids, or be ["*"]'),
        (tariff(), ["S1", "*"], "sites", '"*" stands alone'),
        (tariff(), ["S" * 37], "sites.0", "must be a text of 1 to 36 characters"),
        (tariff(), [7], "sites.0", "must be a text of 1 to 36 characters"),
        (tariff(), [f"X{n}" for n in range(201)], "sites", "must be at most 200"),
    ],
)
def test_a_fault_is_told(given, sites, location, message):
    assert told(given, sites)[location].startswith(message)


@pytest.mark.parametrize("sites", [["*"], ["S1", "S2"]])
def test_a_good_tariff_has_no_fault(sites):
    assert told(tariff(), sites) == {}


def test_free_charging_is_a_tariff():
    free = {"price_components": [{"type": "FLAT", "price": 0, "step_size": 1}]}
    assert told(tariff(elements=[free]), ["*"]) == {}


def test_what_is_stored_has_no_nulls_and_our_date():
    document = document_of(tariff(type=None, last_updated="2020-01-01T00:00:00Z"), NOON)
    assert "type" not in document
    assert document["last_updated"] == "2026-04-01T12:00:00.000Z"
