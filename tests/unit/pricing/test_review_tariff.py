"""Every fault and warning of a tariff at once, and what ad-hoc prices may be (A9 to A11)."""

import pytest

from corridor_kernel.problems import Problem
from corridor_kernel.times import from_text
from pricing.create_tariff import create_tariff
from pricing.domain.element_rules import element_faults
from pricing.handlers.operator import handler
from pricing.remember_site import remember_site
from pricing.review_tariff import review_tariff
from pricing.tables import TariffTable
from tests.unit.pricing.samples import NOON, SITE, tariff


def evse(id, *watts, **more):
    connectors = [{"id": n + 1, "type": "cCCS2", "max_power_w": w} for n, w in enumerate(watts)]
    return {"id": id, "connectors": connectors, **more}


def element(*components, **restrictions):
    prices = [
        {"type": type, "price": price, "vat": 19, "step_size": 1} for type, price in components
    ]
    given = {"price_components": prices}
    return given | {"restrictions": restrictions} if restrictions else given


KWH = element(("ENERGY", 0.5))
FEE = element(("FLAT", 1))


@pytest.fixture
def stations(aws):
    told = from_text("2026-01-01T00:00:00Z")
    remember_site("FAST", SITE, [evse(1, 22_000, 50_000), evse(2, 49_999)], told)
    remember_site("OLD", SITE, [evse(1, 150_000, afir_prices=False)], told)
    prague = SITE | {"id": "S2", "country": "CZ", "currency": "CZK"}
    remember_site("PRAGUE", prague, [evse(1, 150_000)], told)


def review(given, *targets):
    return review_tariff(given, [*targets], NOON)


def told(given, *targets):
    return dict(review(given, *targets).faults)


def warned(given, *targets):
    return dict(review(given, *targets).warnings)


def adhoc(*elements, **members):
    return tariff(elements=[*elements], type="AD_HOC_PAYMENT", **members)


S1 = {"site": "S1"}


def test_a_session_fee_at_50_kw_is_refused_and_the_evse_is_named(stations):
    message = told(adhoc(KWH, FEE), S1)["assigned_to.0"]
    assert message.startswith("EVSE 1 of FAST: an ad-hoc price at 50 kW and more is per kWh")
    assert message.endswith("but the tariff has FLAT")


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (adhoc(KWH), None),
        (adhoc(KWH, element(("PARKING_TIME", 6), min_duration=3600)), None),
        (adhoc(element(("ENERGY", 0.3), start_time="22:00", end_time="06:00"), KWH), None),
        (adhoc(KWH, element(("FLAT", 0))), None),
        (adhoc(KWH, max_price={"excl_vat": 20}), None),
        (adhoc(KWH, min_price={"excl_vat": 0}), None),
        (adhoc(KWH, min_price={"excl_vat": 1}), "min_price"),
        (adhoc(KWH, element(("TIME", 3), ("PARKING_TIME", 3))), "TIME"),
        (adhoc(KWH, element(("TIME", 3)), FEE), "TIME, FLAT"),
        (adhoc(KWH, element(("FLAT", 1), reservation="RESERVATION")), "a price of reservations"),
        (tariff(elements=[KWH, FEE]), "FLAT"),
        (tariff(elements=[KWH, FEE], type="REGULAR"), None),
    ],
)
def test_what_an_ad_hoc_price_may_have(stations, given, found):
    faults = told(given, S1)
    assert faults == {} if found is None else faults["assigned_to.0"].endswith(f" has {found}")


@pytest.mark.parametrize(
    ("target", "refused"),
    [
        ({"site": "*"}, ["EVSE 1 of FAST", "EVSE 1 of PRAGUE"]),
        (S1 | {"station": "FAST"}, ["EVSE 1 of FAST"]),
        (S1 | {"station": "FAST", "evse": 1}, ["EVSE 1 of FAST"]),
        (S1 | {"station": "FAST", "evse": 1, "connector": 1}, ["EVSE 1 of FAST"]),
        (S1 | {"station": "FAST", "evse": 2}, []),
        (S1 | {"station": "OLD"}, []),
        (S1 | {"party": "NL-TNM"}, []),
        (S1 | {"group": "FLEET"}, []),
        ({"site": "S9"}, []),
    ],
)
def test_where_the_rule_holds(stations, target, refused):
    message = told(adhoc(KWH, FEE), target).get("assigned_to.0", "")
    assert [name for name in message.partition(":")[0].split(", ") if name] == refused


def test_the_first_ten_evses_are_named(aws):
    remember_site("MANY", SITE, [evse(n, 50_000) for n in range(1, 13)], NOON)
    message = told(adhoc(FEE), S1)["assigned_to.0"]
    assert "EVSE 10 of MANY and others: an ad-hoc price" in message


def test_what_does_not_exist_is_a_fault_at_a_site_that_is_known(stations):
    targets = [S1 | {"station": "X"}, S1 | {"station": "FAST", "evse": 3}]
    targets.append(S1 | {"station": "FAST", "evse": 1, "connector": 3})
    targets.append({"site": "S9", "station": "X"})
    assert told(tariff(), *targets) == {
        "assigned_to.0.station": "there is no X at S1",
        "assigned_to.1.evse": "FAST has no EVSE 3",
        "assigned_to.2.connector": "EVSE 1 of FAST has no connector 3",
    }
    assert warned(tariff(), *targets) == {"assigned_to.3.site": "no station of S9 is registered"}


def test_everything_is_told_at_once(stations):
    broken = adhoc(KWH, KWH, FEE, element(("ENERGY", 1), max_kwh=0), currency="GBP")
    assert told(broken, S1, {"site": "S2", "evse": 1}).keys() == {
        "tariff.currency",
        "tariff.elements.1.price_components.0",
        "tariff.elements.3.restrictions",
        "tariff.elements.3.price_components.0",
        "assigned_to.0",
        "assigned_to.1",
    }


def test_what_may_be_a_mistake(stations):
    component = {"type": "ENERGY", "price": 1, "vat": 20, "step_size": 1000}
    given = tariff(
        elements=[
            {"price_components": [component], "restrictions": {"end_date": "2026-03-31"}},
        ]
    )
    assert warned(given, S1, {"site": "*"}) == {
        "tariff": "VAT of 20 %; in DE it is 19 % on 2026-04-01",
        "tariff.elements.0.restrictions.end_date": "2026-03-31 is over",
        "tariff.elements.0.price_components.0.step_size": "charges for what was not used",
    }


def test_the_vat_is_that_of_the_day_on_which_it_takes_effect(aws):
    slovakia = SITE | {"country": "SK"}
    remember_site("SK-1", slovakia, [evse(1, 22_000)], NOON)
    past = from_text("2024-12-01T00:00:00Z")
    later = {"start_date_time": "2025-01-01T00:00:00Z"}
    given = tariff(elements=[{"price_components": [{**KWH["price_components"][0], "vat": 20}]}])
    assert review_tariff(given, [S1], past).warnings == []
    (warning,) = review_tariff(given | later, [S1], past).warnings
    assert warning == ("tariff", "VAT of 20 %; in SK it is 23 % on 2025-01-01")


def test_a_country_whose_vat_nobody_knows_is_a_warning(aws):
    remember_site("US-1", SITE | {"country": "US"}, [evse(1, 22_000)], NOON)
    assert "US" in warned(tariff(), S1)["tariff"]


@pytest.mark.parametrize(
    ("elements", "faults"),
    [
        ([KWH, element(("ENERGY", 1), min_kwh=3)], ["1.price_components.0"]),
        ([element(("ENERGY", 1), min_kwh=3), KWH], []),
        ([KWH, FEE], []),
        ([KWH, element(("FLAT", 1), ("ENERGY", 1))], ["1.price_components.1"]),
        (
            [
                element(("ENERGY", 1), min_kwh=3),
                element(("ENERGY", 1), min_kwh=3, day_of_week=["MONDAY"]),
            ],
            ["1.price_components.0"],
        ),
        ([element(("ENERGY", 1), min_kwh=3), element(("ENERGY", 1), min_kwh=4)], []),
        ([FEE, element(("FLAT", 1), reservation="RESERVATION")], []),
        ([element(("FLAT", 1), reservation="RESERVATION"), FEE], []),
        ([element(("ENERGY", 1), max_kwh=0)], ["0.restrictions"]),
        ([element(("ENERGY", 1), max_duration=0)], ["0.restrictions"]),
        ([element(("TIME", 1), reservation="RESERVATION", min_power=1)], ["0.restrictions"]),
        ([element(("TIME", 1), reservation="RESERVATION", min_kwh=0)], []),
        (
            [
                element(
                    ("ENERGY", 1),
                    start_date="2026-04-06",
                    end_date="2026-04-11",
                    day_of_week=["SATURDAY", "SUNDAY"],
                )
            ],
            ["0.restrictions"],
        ),
        (
            [
                element(
                    ("ENERGY", 1),
                    start_date="2026-04-06",
                    end_date="2026-04-12",
                    day_of_week=["SATURDAY", "SUNDAY"],
                )
            ],
            [],
        ),
        ([7, KWH, {"price_components": []}], []),
        (None, []),
    ],
)
def test_what_can_never_count(elements, faults):
    found = [location for location, _ in element_faults(elements)]
    assert found == [f"tariff.elements.{place}" for place in faults]


def test_a_check_stores_nothing(stations):
    parameters = {"tariff": adhoc(KWH, FEE), "assigned_to": [S1]}
    answer = handler({"operation": "check_tariff", "parameters": parameters}, None)
    assert answer["status"] == 200
    assert [fault["location"] for fault in answer["body"]["faults"]] == ["assigned_to.0"]
    assert TariffTable.count() == 0
    with pytest.raises(Problem) as caught:
        create_tariff(*parameters.values(), NOON)
    assert caught.value.more["errors"] == answer["body"]["faults"]


OVER = {"end_date_time": "2026-03-01T00:00:00Z"}


def test_a_tariff_that_is_over_is_only_one_of_the_past(aws):
    past = OVER | {"start_date_time": "2026-02-01T00:00:00Z"}
    assert told(tariff(**OVER), S1).keys() == {"tariff.end_date_time"}
    assert told(tariff(**past), S1) == {}
    create_tariff(tariff(**past), [S1], NOON)
    assert told(tariff(**past), S1).keys() == {"tariff.end_date_time"}
