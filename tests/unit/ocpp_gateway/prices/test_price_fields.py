"""Prices at a station that shows no messages, or takes none: by a variable that it shows."""

import orjson
import pytest

from ocpp_gateway.prices import show_prices
from tests.unit.ocpp_gateway.prices.world import DISPLAY, FALLBACK, World, price

FIELD = "TariffCostCtrlr/TariffFallbackMessage"


def test_without_a_display_the_fallback_message_says_it(aws):
    station = World(FALLBACK)
    station.tell(price("0,59 €/kWh", places=("1",)), price("0,79 €/kWh", places=("2",)))
    station.settle()
    assert station.variables[FIELD] == "1: 0,59 €/kWh; 2: 0,79 €/kWh"
    assert station.display().carrier == FIELD


@pytest.mark.parametrize("refusal", ["Rejected", "NotSupportedMessageFormat", ""])
def test_a_display_that_takes_no_message_is_passed_over(aws, refusal):
    station = World(DISPLAY, FALLBACK)
    station.refuses["SetDisplayMessage"] = refusal
    station.tell(price("0,59 €/kWh"))
    station.settle()
    assert station.variables[FIELD] == "0,59 €/kWh"
    assert list(station.display().refused) == ["SetDisplayMessage"]
    station.boot()
    station.refuses = {}
    station.settle()
    assert station.texts() == ["0,59 €/kWh"]
    assert station.variables[FIELD] == ""


def test_half_a_display_is_cleared_when_the_fallback_says_it_all(aws):
    station = World(DISPLAY, FALLBACK, most=10)
    station.tell(price("0,59 €/kWh", places=("1",)), price("0,79 €/kWh", places=("2",)))
    for action in ("GetVariables", "SetDisplayMessage"):
        station.answer()
        assert station.asked[-1] == action
    station.refuses["SetDisplayMessage"] = "Rejected"
    station.settle()
    assert station.shows == {}
    assert station.variables[FIELD] == "1: 0,59 €/kWh; 2: 0,79 €/kWh"


def test_a_station_that_told_nothing_is_asked_what_it_has(aws):
    station = World()
    station.variables |= DISPLAY
    station.tell(price("0,59 €/kWh"))
    station.settle()
    assert station.asked == ["GetVariables", "SetDisplayMessage"]
    assert station.texts() == ["0,59 €/kWh"]


def test_a_station_that_has_nothing_is_left_alone(aws):
    station = World()
    station.tell(price("0,59 €/kWh"))
    station.settle()
    station.come()
    station.boot()
    station.settle()
    assert station.asked == ["GetVariables"]
    assert station.display().standing == "NoDisplay"


@pytest.mark.parametrize("switch", ["Available[Tariff]", "Enabled[Tariff]"])
def test_a_fallback_that_is_switched_off_carries_nothing(aws, switch):
    station = World(FALLBACK, {f"TariffCostCtrlr/{switch}": "false"})
    station.tell(price("0,59 €/kWh"))
    station.settle()
    assert station.display().standing == "NoDisplay"


def test_a_text_that_is_too_long_is_told_in_fewer_words(aws):
    station = World(FALLBACK)
    station.tell(price("0,39-0,59 €/kWh|" + "x" * 240))
    station.settle()
    assert station.variables[FIELD] == "0,39-0,59 €/kWh"


def test_a_text_that_is_too_long_even_so_is_not_cut(aws):
    station = World(FALLBACK)
    station.tell(price("x" * 255, places=("1",)))
    station.settle()
    assert station.variables[FIELD] == ""
    assert station.display().standing == "NoDisplay"


def test_a_station_of_1_6_has_the_key_of_the_pricing_extension(aws):
    station = World(protocol="ocpp1.6")
    station.variables["CustomizationCtrlr/DefaultPrice"] = ""
    station.tell(price("0,59 €/kWh"))
    station.settle()
    told = orjson.loads(station.variables["CustomizationCtrlr/DefaultPrice"])
    assert told == {"priceText": "0,59 €/kWh", "priceTextOffline": "0,59 €/kWh"}


def test_a_models_own_field_comes_first(aws, monkeypatch):
    own = {"Screen/Price": "Text", FIELD: "Text"}
    monkeypatch.setattr(show_prices, "fields_of", lambda _: own)
    station = World(FALLBACK, {"Screen/Price": ""})
    station.tell(price("0,59 €/kWh"))
    station.settle()
    assert station.variables["Screen/Price"] == "0,59 €/kWh"
    assert station.variables[FIELD] == ""
