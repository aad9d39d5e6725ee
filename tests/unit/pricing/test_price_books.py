"""Price books and ends of tariffs; what a session would cost, and why."""

from datetime import timedelta
from decimal import Decimal

import pytest

from corridor_kernel.problems import Problem
from corridor_kernel.times import to_text
from pricing.create_price_book import create_price_book
from pricing.create_tariff import create_tariff
from pricing.end_tariff import end_tariff
from pricing.find_tariff import NoTariff
from pricing.get_tariff import get_tariff
from pricing.handlers.on_token_changed import handler as on_token_changed
from pricing.quote import quote
from pricing.quote_session import quote_session
from pricing.rate_session import rate_session
from tests.unit.pricing.samples import NOON, session, tariff

S1 = [{"site": "S1"}]
MEMBERS = {"id": "ADHOC", "country_code": "DE", "party_id": "COR", "currency": "EUR"}
BOOK = {"price_per_kwh": "0.69", "occupancy_per_minute": "0.10", "free_minutes": 30}
AD_HOC = {"id_token": None}
WANTED = {
    "station_id": "CS-1",
    "started_at": "2026-04-01T13:00:00Z",
    "ended_at": "2026-04-01T14:00:00Z",
    "energy_wh": 100_000,
}


def created(book=BOOK, country="DE", assigned_to=S1, now=NOON, **members):
    return create_price_book(book, country, MEMBERS | members, assigned_to, now)


def refused(call, *given, **named):
    with pytest.raises(Problem) as caught:
        call(*given, **named)
    errors = caught.value.more.get("errors", [])
    return caught.value.status, {error["location"]: error["message"] for error in errors}


def test_a_price_book_becomes_a_version_with_its_tariff(station):
    created()
    shown = get_tariff("adhoc")
    assert shown["price_book"] == {
        "price_per_kwh": 0.69,
        "occupancy_per_minute": 0.1,
        "free_minutes": 30,
    }
    assert shown["tariff"]["type"] == "AD_HOC_PAYMENT"
    assert shown["tariff"]["elements"][0]["price_components"] == [
        {"type": "ENERGY", "price": 0.5798, "vat": 19, "step_size": 1}
    ]


def test_an_ad_hoc_session_is_billed_by_the_gross_price(station):
    created()
    facts = session(energy_wh="100000", **AD_HOC)
    assert quote_session(facts)["total_incl_vat"] == "69.00"
    assert quote(WANTED)["total_incl_vat"] == "69.00"
    with pytest.raises(NoTariff):
        quote_session(session())


def test_a_bill_is_made_of_the_gross_price(station):
    """Four decimals of the net price would make it 45.01."""
    created({"price_per_kwh": "0.45"})
    valid = {"state": "valid", "findings": [], "time_synchronised": True, "time_certified": True}
    ends = {"begin": {"at": "2026-04-01T13:00:00Z", "wh": "0"}}
    ends["end"] = {"at": "2026-04-01T14:00:00Z", "wh": "100000"}
    facts = session(energy_wh="100000", signed=valid | ends, **AD_HOC)
    assert quote_session(facts)["total_incl_vat"] == "45.00"
    assert rate_session(facts, NOON + timedelta(hours=9))["total_incl_vat"] == "45.00"


def vat(version):
    return version.document["elements"][0]["price_components"][0]["vat"]


def test_the_vat_is_the_country_s_on_the_first_day(aws):
    until_it_changes = {"end_date_time": "2024-12-31T23:00:00.000Z"}  # midnight in Bratislava
    assert vat(created(country="SK", now=NOON - timedelta(days=500), **until_it_changes)) == 20
    later = created(country="SK", start_date_time="2026-05-01T00:00:00.000Z")
    assert vat(later) == 23
    assert later.document["start_date_time"] == "2026-05-01T00:00:00.000Z"


def test_a_rate_of_vat_changes_at_the_country_s_midnight(aws):
    midnight = {"start_date_time": "2024-08-31T21:00:00Z"}  # in Helsinki, where 24 % become 25.5
    assert vat(created(country="FI", now=NOON - timedelta(days=900), **midnight)) == Decimal("25.5")


@pytest.mark.parametrize("end", [{}, {"end_date_time": "2024-12-31T23:00:00.001Z"}])
def test_a_book_ends_before_its_vat_changes(aws, end):
    then = NOON - timedelta(days=500)
    status, errors = refused(created, country="SK", now=then, **end)
    assert status == 422
    assert errors == {"end_date_time": "VAT in SK changes on 2025-01-01: another book begins then"}


def test_faults_of_the_book_and_of_its_tariff_are_told_at_once(station):
    nowhere = [{"site": "S1", "station": "CS-9"}]
    status, errors = refused(created, {}, "US", nowhere, currency="USD")
    assert status == 422
    assert errors.keys() == {
        "price_book.price_per_kwh",
        "price_book",
        "tariff.currency",
        "assigned_to.0",
        "assigned_to.0.station",
    }


def test_one_country_s_vat_is_not_for_everywhere(station):
    status, errors = refused(created, assigned_to=[{"site": "*"}])
    assert (status, errors.keys()) == (422, {"assigned_to.0"})


@pytest.mark.parametrize(
    ("given", "location", "message"),
    [
        ({"book": {}}, "price_book.price_per_kwh", "Field required"),
        ({"book": BOOK | {"per_kwh": 1}}, "price_book.per_kwh", "Extra inputs are not permitted"),
        ({"country": "US"}, "price_book", "no VAT rate is known for the country 'US'"),
        ({"country": "NL"}, "assigned_to.0", "S1 is in DE, not in NL"),
        ({"book": BOOK | {"per_session": 1}}, "assigned_to.0", "EVSE 1 of CS-1: an ad-hoc price"),
        ({"currency": "USD"}, "tariff.currency", "must be one of"),
    ],
)
def test_a_fault_of_a_price_book(station, given, location, message):
    status, errors = refused(created, **given)
    assert status == 422
    assert errors[location].startswith(message)


def test_a_tariff_ends_now_or_later_and_running_sessions_keep_it(station):
    create_tariff(tariff(), S1, NOON)
    end = NOON + timedelta(hours=3)
    version = end_tariff("day", to_text(end), NOON + timedelta(hours=1))
    assert (version.number, version.document["end_date_time"]) == (2, to_text(end))
    assert quote_session(session(started_at=to_text(end - timedelta(minutes=1))))
    with pytest.raises(NoTariff):
        quote_session(session(started_at=to_text(end)))
    ended = end_tariff("DAY", None, NOON + timedelta(hours=2))
    assert ended.document["end_date_time"] == to_text(NOON + timedelta(hours=2))


def test_the_end_is_that_of_the_version_which_takes_effect_last(station):
    create_tariff(tariff(price=1), S1, NOON)
    create_tariff(tariff(price=2, start_date_time=to_text(NOON + timedelta(hours=5))), S1, NOON)
    create_tariff(tariff(price=3), S1, NOON + timedelta(hours=1))
    end_tariff("DAY", to_text(NOON + timedelta(hours=9)), NOON + timedelta(hours=2))

    def price(hour):
        started = to_text(NOON + timedelta(hours=hour))
        return quote_session(session(started_at=started))["total_excl_vat"]

    assert [price(hour) for hour in (0.5, 3, 6)] == ["10.01", "30.02", "20.01"]
    with pytest.raises(NoTariff):
        price(9)


def test_a_price_book_ends_as_such(station):
    created()
    assert end_tariff("ADHOC", None, NOON + timedelta(hours=1)).price_book is not None
    assert quote(WANTED | {"started_at": "2026-04-01T12:30:00Z"})["total_incl_vat"] == "69.00"


def test_what_cannot_end(station):
    later = NOON + timedelta(days=1)
    create_tariff(tariff(start_date_time=to_text(later)), S1, NOON)
    assert refused(end_tariff, "NONE", None, NOON) == (404, {})
    assert refused(end_tariff, "DAY", to_text(NOON), later)[1]["at"].startswith("is over")
    assert refused(end_tariff, "DAY", None, NOON)[1]["at"].startswith("its last version starts")


def test_a_quote_says_why(station):
    create_tariff(tariff("ALL", 0.5), S1, NOON)
    create_tariff(tariff("FLEET", 0.25), [{"site": "S1", "group": "FLEET"}], NOON)
    data = {"type": "ISO14443", "uid": "04a2", "group_id": "FLEET", "status": "Accepted"}
    data["updated_at"] = "2026-01-01T00:00:00Z"
    on_token_changed({"detail": {"data": data}}, None)
    anybody, fleet = quote(WANTED), quote(WANTED | session(**WANTED))
    assert (anybody["tariff_id"], anybody["ad_hoc"]) == ("ALL", True)
    assert (fleet["tariff_id"], fleet["version"], fleet["ad_hoc"]) == ("FLEET", 1, False)
    assert fleet["total_excl_vat"] == "25.00"
    (charge,) = fleet["periods"][0]["charges"]
    assert (charge["dimension"], charge["element"], charge["excl_vat"]) == (
        "ENERGY",
        0,
        "25.000000",
    )


def test_a_quote_looks_at_samples_and_states(station):
    created()
    samples = [{"at": "2026-04-01T13:10:00Z", "energy_wh": 100_000}]
    states = [{"at": "2026-04-01T13:10:00Z", "state": "SuspendedEV"}]
    found = quote(WANTED | {"samples": samples, "states": states})
    assert found["total_incl_vat"] == "72.00"
    assert [period["parking"] for period in found["periods"]] == [False, True, True]


def test_a_quote_that_cannot_be_made(station):
    assert refused(quote, WANTED)[0] == 409
    assert refused(quote, WANTED | {"station_id": "X"})[0] == 404
    for ended_at in ("2026-04-01T12:59:59Z", "2026-05-03T13:00:00Z"):
        assert "ended_at" in refused(quote, WANTED | {"ended_at": ended_at})[1]


def test_a_quote_for_an_evse_that_is_not_there(station):
    created()
    assert refused(quote, WANTED | {"evse_id": 9}) == (422, {"evse_id": "CS-1 has no EVSE 9"})
    assert quote(WANTED | {"evse_id": 1})["tariff_id"] == "ADHOC"
    _, errors = refused(quote, WANTED | {"evse_id": 1, "connector_id": 9})
    assert errors == {"connector_id": "EVSE 1 has no connector 9"}
