"""What a tariff costs, in words."""

from decimal import Decimal
from fractions import Fraction

import pytest

from corridor_kernel.ocpi.enums import DayOfWeek
from pricing.domain.price_book import elements_of, tariff_of_book
from pricing.domain.price_text import MAX_LENGTH, MAX_SHORT, price_text, price_texts
from pricing.domain.price_words import amount, languages, words_of
from pricing.domain.tariff import tariff_of

LANGUAGES = {"de", "en", "fr", "nl", "pl", "cs", "da", "sv", "hu", "it"}


def component(type, price, vat=19, step_size=1):
    given = {"type": type, "price": Decimal(str(price)), "step_size": step_size}
    return given if vat is None else given | {"vat": Decimal(vat)}


def tariff(*elements, **members):
    """Elements as `(restrictions, *components)`."""
    given = [
        {"price_components": components} | ({"restrictions": restrictions} if restrictions else {})
        for restrictions, *components in elements
    ]
    return tariff_of({"currency": "EUR", "elements": given} | members)


def english(*elements, **members):
    return price_text(tariff(*elements, **members), "en")


def test_prices_come_in_the_order_of_the_law_whatever_the_order_of_the_tariff():
    found = english(
        ({}, component("FLAT", 1, 0)),
        ({}, component("PARKING_TIME", 6, 0), component("TIME", 3, 0)),
        ({}, component("ENERGY", "0.5", 0)),
    )
    assert found.text == (
        "0.50 EUR per kWh; 0.05 EUR per minute of charging; "
        "0.10 EUR per minute of occupancy without charging; 1.00 EUR per session (incl. VAT)"
    )
    assert found.short == (
        "0.50 EUR/kWh; 0.05 EUR/min; 0.10 EUR/min occupancy; 1.00 EUR per session (incl. VAT)"
    )


def test_prices_have_their_vat():
    assert english(({}, component("ENERGY", "0.39"))).short == "0.4641 EUR/kWh (incl. VAT)"
    assert english(({}, component("ENERGY", "0.39", None))).short == "0.39 EUR/kWh"


def test_a_price_book_is_told_with_its_own_prices():
    book = {"price_per_kwh": Decimal("0.69"), "occupancy_per_minute": Decimal("0.1")}
    book["free_minutes"] = 240
    document = {"currency": "EUR", "elements": elements_of(book, Decimal(21))}
    found = price_text(tariff_of_book(document, book), "de")
    assert found.text == (
        "0,69 EUR je kWh; 0,10 EUR je Minute Stehen ohne Laden (ab Minute 240) (inkl. MwSt.)"
    )
    assert found.short == "0,69 EUR/kWh; 0,10 EUR/min Stehen (ab Minute 240) (inkl. MwSt.)"


def test_several_prices_have_their_conditions_and_shortly_their_range():
    found = english(
        ({"start_time": "22:00", "end_time": "06:00"}, component("ENERGY", "0.3", 0)),
        ({"day_of_week": ["SATURDAY", "SUNDAY"]}, component("ENERGY", "0.4", 0)),
        ({}, component("ENERGY", "0.5", 0)),
        ({"min_kwh": 9}, component("ENERGY", 9, 0)),
    )
    assert found.text == (
        "0.30 EUR per kWh (22:00 to 06:00); 0.40 EUR per kWh (Sat, Sun); "
        "0.50 EUR per kWh (incl. VAT)"
    )
    assert found.short == "0.30-0.50 EUR/kWh (incl. VAT)"


@pytest.mark.parametrize(
    ("restrictions", "words"),
    [
        ({"start_time": "08:00"}, "08:00 to 24:00"),
        ({"start_date": "2026-04-01", "end_date": "2026-05-01"}, "from 2026-04-01 before 2026-05-"),
        ({"end_date": "2026-05-01"}, "before 2026-05-01"),
        ({"day_of_week": list(DayOfWeek)[:5]}, "Mon-Fri"),
        ({"min_kwh": 10, "max_kwh": Decimal("20.5")}, "from 10 kWh up to 20.5 kWh"),
        ({"min_duration": 90}, "from minute 1.5"),
        ({"max_power": 50}, "below 50 kW"),
        ({"min_current": 32}, "from 32 A"),
    ],
)
def test_conditions(restrictions, words):
    assert f"({words}" in english((restrictions, component("ENERGY", 1))).text


def test_steps_limits_and_reservations_are_other_components():
    found = english(
        ({}, component("TIME", 6, 0, step_size=900)),
        ({"reservation": "RESERVATION"}, component("FLAT", 2, 0)),
        ({"reservation": "RESERVATION_EXPIRES"}, component("TIME", 12, 0)),
        min_price={"excl_vat": Decimal("0.5")},
        max_price={"excl_vat": Decimal(20), "incl_vat": Decimal("23.8")},
    )
    assert found.text == (
        "0.10 EUR per minute of charging (in steps of 15 min); reservation: 2.00 EUR per session; "
        "unused reservation: 0.20 EUR per minute of charging; at least 0.50 EUR; "
        "at most 23.80 EUR (incl. VAT)"
    )


def test_free_is_said():
    assert english(({}, component("FLAT", 0))).text == "free of charge"


def test_a_dimension_that_is_partly_free_says_so():
    found = english(({"max_kwh": 5}, component("ENERGY", 0, 0)), ({}, component("ENERGY", 1, 0)))
    assert found.text == "0.00 EUR per kWh (up to 5 kWh); 1.00 EUR per kWh (incl. VAT)"


def test_a_text_that_is_too_long_tells_the_ranges():
    hours = [
        (
            {"start_time": f"{hour:02d}:00", "end_time": f"{(hour + 1) % 24:02d}:00"},
            component("ENERGY", f"0.{hour + 30}", 0),
        )
        for hour in range(24)
    ]
    found = english(*hours, max_price={"excl_vat": Decimal(50)})
    assert found.text == "0.30-0.53 EUR/kWh; at most 50.00 EUR (incl. VAT)"


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_has_every_word(language):
    everything = tariff(
        (
            {
                "start_time": "08:00",
                "start_date": "2026-04-01",
                "end_date": "2026-05-01",
                "day_of_week": ["MONDAY", "WEDNESDAY"],
                "min_kwh": 1,
                "max_kwh": 2,
                "max_power": 50,
                "min_current": 1,
                "min_duration": 60,
            },
            *(component(type, 7, 0, 60) for type in ("ENERGY", "TIME", "PARKING_TIME", "FLAT")),
        ),
        ({"reservation": "RESERVATION"}, component("FLAT", 2)),
        ({"reservation": "RESERVATION_EXPIRES"}, component("FLAT", 2)),
        min_price={"excl_vat": Decimal(1)},
        max_price={"excl_vat": Decimal(20)},
    )
    found = price_text(everything, language)
    assert found.language == language
    assert len(words_of(language)["weekdays"]) == 7
    for text, most in ((found.text, MAX_LENGTH), (found.short, MAX_SHORT)):
        assert len(text) <= most
        assert not set(text) & set("<>{}")


def test_all_languages_are_told():
    assert {text.language for text in price_texts(tariff(({}, component("ENERGY", 1))))} == (
        LANGUAGES
    )
    assert set(languages()) == LANGUAGES
    with pytest.raises(KeyError):
        words_of("xx")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 3), "0,3333"),
        (Fraction(1, 2), "0,50"),
        (Fraction(10), "10,00"),
        (Fraction(5, 1000), "0,005"),
    ],
)
def test_an_amount(value, text):
    assert amount(value, words_of("de")) == text
