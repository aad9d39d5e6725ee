"""VAT rates by country and day."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from pricing.domain.vat import NoVatRate, day_in, vat_rate

COUNTRIES = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"


@pytest.mark.parametrize("country", [*COUNTRIES.split(), "CH", "NO", "GB"])
def test_every_country_of_the_corridor_has_a_rate_since_2020(country):
    for year in (2020, 2026):
        assert Decimal(7) < vat_rate(country, date(year, 1, 1)) <= 27


@pytest.mark.parametrize("country", [*COUNTRIES.split(), "CH", "NO", "GB"])
def test_every_country_has_a_clock(country):
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert day_in(country, noon) == date(2026, 1, 1)
    evening = day_in(country, noon + timedelta(hours=11, minutes=30))
    assert evening.day == (1 if country in {"GB", "IE", "PT"} else 2)


@pytest.mark.parametrize(
    ("country", "day", "rate"),
    [
        ("DE", "2020-06-30", "19"),
        ("DE", "2020-07-01", "16"),
        ("DE", "2020-12-31", "16"),
        ("DE", "2021-01-01", "19"),
        ("SK", "2024-12-31", "20"),
        ("SK", "2025-01-01", "23"),
        ("CH", "2026-11-22", "8.1"),
        ("FI", "2026-11-22", "25.5"),
        ("EE", "2025-07-01", "24"),
        ("RO", "2025-08-01", "21"),
        ("LU", "2023-12-31", "16"),
        ("nl", "2026-11-22", "21"),
    ],
)
def test_a_rate_counts_from_its_day(country, day, rate):
    assert vat_rate(country, date.fromisoformat(day)) == Decimal(rate)


@pytest.mark.parametrize(
    ("country", "day", "told"),
    [("US", "2026-01-01", "country 'US'"), ("CH", "2017-12-31", "CH before 2018-01-01")],
)
def test_an_unknown_rate_is_told(country, day, told):
    with pytest.raises(NoVatRate, match=told):
        vat_rate(country, date.fromisoformat(day))
