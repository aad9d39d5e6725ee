"""What a tariff must be to come into effect."""

import pytest

from pricing.domain.tariff_rules import document_of, faults
from tests.unit.pricing.samples import NOON, tariff

ALL, S1 = [{"site": "*"}], [{"site": "S1"}]


LESS = {"excl_vat": 10, "incl_vat": 8}
LEAST, MOST = {"excl_vat": 5, "incl_vat": 20}, {"excl_vat": 8, "incl_vat": 10}
COMPONENT = "tariff.elements.0.price_components.0"


def stepped(size):
    component = {"type": "ENERGY", "price": 1, "step_size": size}
    return tariff(elements=[{"price_components": [component]}])


def at(site, **more):
    return [{"site": site, **more}]


def told(given, assigned_to):
    return dict(faults(given, assigned_to, NOON))


def test_every_fault_is_told_at_once():
    broken = tariff(currency="XYZ", party_id="CO", price_per_kwh=1)
    broken["elements"] = [
        {"price_components": [{"type": "ENERGY", "price": -1, "step_size": 0}]},
        {
            "price_components": [{"type": "TIME", "price": 1, "step_size": 1}],
            "restrictions": {"min_current": -1, "min_kwh": 2, "max_kwh": 1},
        },
    ]
    assert told(broken, [{"site": "S1"}, {"site": "S1"}, {"site": ""}]).keys() == {
        "tariff.currency",
        "tariff.party_id",
        "tariff.price_per_kwh",
        "tariff.elements.0.price_components.0.price",
        "tariff.elements.0.price_components.0.step_size",
        "tariff.elements.1.restrictions.min_current",
        "assigned_to.1",
        "assigned_to.2.site",
    }


@pytest.mark.parametrize(
    ("given", "assigned_to", "location", "message"),
    [
        (None, S1, "tariff", "must be an OCPI Tariff object"),
        ([], S1, "tariff", "must be an OCPI Tariff object"),
        (tariff(currency="GBP"), S1, "tariff.currency", "must be one of EUR, CZK"),
        (tariff(elements=[7]), S1, "tariff.elements.0", "Input should be a valid dictionary"),
        (tariff(id=None), S1, "tariff.id", "Input should be a valid string"),
        (tariff(type="PROFILE_CHEAP"), S1, "tariff.type", "no session is billed by it"),
        (tariff(type="CHEAP"), S1, "tariff.type", "Input should be"),
        (tariff(elements=[{}] * 501), S1, "tariff.elements", "must be at most 500"),
        (tariff(max_price=LESS), S1, "tariff", "max_price is less with VAT than without"),
        (tariff(min_price=LEAST, max_price=MOST), S1, "tariff", "min_price must not be above"),
        (tariff(end_date_time="9999-12-31T23:59:59Z"), S1, "tariff.end_date_time", "must be a UTC"),
        (stepped(10**30), S1, f"{COMPONENT}.step_size", "Input should be less than"),
        (tariff(), [], "assigned_to", 'must list targets such as {"site": "*"}'),
        (tariff(), "S1", "assigned_to", "must list targets"),
        (tariff(), None, "assigned_to", "must list targets"),
        (tariff(), [{"site": "S" * 37}], "assigned_to.0.site", "String should have at most 36"),
        (tariff(), ["S1"], "assigned_to.0", "Input should be a valid dictionary"),
        (tariff(), [{}], "assigned_to.0.site", "Field required"),
        (tariff(), at("*", station="A"), "assigned_to.0", "a station stands at one site"),
        (tariff(), at("S1", evse=1), "assigned_to.0", "an EVSE needs its station"),
        (tariff(), at("S1", station="A", connector=1), "assigned_to.0", "a connector needs its"),
        (tariff(), at("S1", station="A", evse=0), "assigned_to.0.evse", "Input should be greater"),
        (tariff(), at("S1", station="A", evse="1"), "assigned_to.0.evse", "Input should be a"),
        (tariff(), at("S1", group="G", party="NL-TNM"), "assigned_to.0", "is for a group or for"),
        (tariff(), at("S1", party="NLTNM"), "assigned_to.0.party", "must be a country and a"),
        (tariff(), [*at("S1", group="g"), *at("S1", group="G")], "assigned_to.1", "is listed twic"),
        (tariff(), [{"site": f"X{n}"} for n in range(201)], "assigned_to", "must be at most 200"),
    ],
)
def test_a_fault_is_told(given, assigned_to, location, message):
    assert told(given, assigned_to)[location].startswith(message)


@pytest.mark.parametrize("assigned_to", [ALL, [*S1, {"site": "S2", "station": "A", "evse": 1}]])
def test_a_good_tariff_has_no_fault(assigned_to):
    assert told(tariff(), assigned_to) == {}


def test_a_whole_that_contradicts_itself_is_told_with_the_faults_of_its_parts():
    dates = {"start_date_time": "2026-05-01T00:00:00Z", "end_date_time": "2026-04-01T00:00:00Z"}
    wrong = tariff(party_id="CO", **dates)
    assert told(wrong, ALL).keys() == {"tariff.party_id", "tariff"}
    assert list(faults(tariff(**dates), ALL, NOON)) == [
        ("tariff", "start_date_time must be before end_date_time")
    ]


def test_free_charging_is_a_tariff():
    free = {"price_components": [{"type": "FLAT", "price": 0, "step_size": 1}]}
    assert told(tariff(elements=[free]), ALL) == {}


def test_what_is_stored_has_no_nulls_and_our_date():
    document = document_of(tariff(type=None, last_updated="2020-01-01T00:00:00Z"), NOON)
    assert "type" not in document
    assert document["last_updated"] == "2026-04-01T12:00:00.000Z"
