"""Which price is shown where: each once, with no more places than it takes to tell them apart."""

import pytest

from pricing.domain.price_display import Price, shown
from pricing.domain.price_text import PriceText

DAY, NIGHT = (Price(id, (PriceText("de", id, id),)) for id in ("DAY", "NIGHT"))


@pytest.mark.parametrize(
    ("prices", "places"),
    [
        ({(1, 1): DAY}, {"DAY": None}),
        ({(1, 1): DAY, (1, 2): DAY, (2, 1): DAY}, {"DAY": None}),
        ({(1, 1): DAY, (2, 1): NIGHT, (3, 1): DAY}, {"DAY": ["1", "3"], "NIGHT": ["2"]}),
        ({(1, 1): DAY, (1, 2): DAY, (2, 1): None}, {"DAY": ["1"]}),
        ({(1, 1): DAY, (1, 2): NIGHT}, {"DAY": ["1.1"], "NIGHT": ["1.2"]}),
        ({(1, 1): DAY, (1, 2): None, (2, 1): DAY}, {"DAY": ["1.1", "2"]}),
        ({(1, 1): None, (2, 1): None}, {}),
        ({}, {}),
    ],
)
def test_places_are_named_where_prices_differ(prices, places):
    assert {told["tariff_id"]: told.get("places") for told in shown(prices)} == places
