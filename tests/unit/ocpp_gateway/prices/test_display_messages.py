"""Prices at a station that shows messages: there at once, replaced, told again when lost."""

import pytest

from corridor_kernel.ocpp.calls import Outcome
from ocpp_gateway.prices import show_prices
from tests.unit.ocpp_gateway.prices.world import DISPLAY, FALLBACK, World, price

SWITCHES = (
    "DisplayMessageCtrlr/Enabled",
    "TariffCostCtrlr/Available[Tariff]",
    "TariffCostCtrlr/Enabled[Tariff]",
)


@pytest.fixture
def station(aws):
    """It told all there is to know, as an inventory does."""
    return World(DISPLAY, FALLBACK, dict.fromkeys(SWITCHES, "true"))


def test_a_price_is_shown_in_the_sites_language(station):
    station.tell(price("0,59 €/kWh", "0.59 €/kWh"))
    station.settle()
    assert list(station.shows.values()) == [("de", "0,59 €/kWh")]
    assert station.display().standing == "Shown"
    assert station.display().carrier == "SetDisplayMessage"


def test_a_price_is_told_once_however_often_the_event_comes(station):
    station.tell(price("0,59 €/kWh"), times=3)
    station.settle()
    station.ready()
    station.settle()
    assert station.asked == ["SetDisplayMessage"]


def test_another_price_replaces_it(station):
    station.tell(price("0,59 €/kWh"))
    station.settle()
    station.tell(price("0,69 €/kWh"))
    station.settle()
    assert station.texts() == ["0,69 €/kWh"]
    assert "ClearDisplayMessage" not in station.asked


def test_what_is_told_late_counts_no_more(station):
    station.tell(price("0,69 €/kWh"))
    station.tell(price("0,59 €/kWh"), late=1)
    station.settle()
    assert station.texts() == ["0,69 €/kWh"]


def test_a_price_that_changes_while_it_is_told_is_told_after_it(station):
    station.tell(price("0,59 €/kWh"))
    station.tell(price("0,69 €/kWh"))
    station.answer()
    assert station.texts() == ["0,59 €/kWh"]
    station.settle()
    assert station.texts() == ["0,69 €/kWh"]


def test_evses_with_prices_of_their_own_are_named(station):
    station.report("DisplayMessageCtrlr/DisplayMessages", maxLimit=10)
    station.tell(price("0,59 €/kWh"))
    station.settle()
    station.tell(price("0,59 €/kWh", places=("1", "2")), price("0,79 €/kWh", places=("3.1",)))
    station.settle()
    assert station.texts() == ["1, 2: 0,59 €/kWh", "3.1: 0,79 €/kWh"]
    station.tell(price("0,49 €/kWh"))
    station.settle()
    assert station.texts() == ["0,49 €/kWh"]


@pytest.mark.parametrize(("most", "languages"), [(1, "de"), (2, "de en"), (10, "de en")])
def test_where_there_is_room_it_is_shown_in_a_second_language(station, most, languages):
    station.report("DisplayMessageCtrlr/DisplayMessages", maxLimit=most)
    station.tell(price("0,59 €/kWh", "0.59 €/kWh"))
    station.settle()
    assert [language for language, _ in station.shows.values()] == languages.split()


def test_a_message_that_would_be_too_long_is_told_in_fewer_words(station):
    station.tell(price("0,39-0,59 €/kWh|" + "x" * 495, places=("1", "2")))
    station.settle()
    assert station.texts() == ["1, 2: 0,39-0,59 €/kWh"]


def test_a_price_that_ended_is_shown_no_more(station):
    station.tell(price("0,59 €/kWh"))
    station.settle()
    station.tell()
    station.settle()
    assert station.shows == {}
    assert station.display().standing == "Shown"


def test_a_station_that_boots_is_told_again(station):
    station.tell(price("0,59 €/kWh"))
    station.settle()
    station.boot()
    station.settle()
    assert station.texts() == ["0,59 €/kWh"]
    assert station.asked == ["SetDisplayMessage"] * 2


def test_what_it_took_before_a_boot_is_told_again_though_its_answer_is_read_after_it(station):
    station.tell(price("0,59 €/kWh"))
    station.now = station.now.replace(year=2029)
    station.answer(times=0)
    station.now = station.now.replace(year=2030)
    station.boot()
    station.settle()
    assert station.texts() == ["0,59 €/kWh"]


def test_a_station_that_was_away_is_told_when_it_comes(station):
    station.go()
    station.tell(price("0,59 €/kWh"))
    station.settle()
    assert station.asked == []
    station.come()
    station.settle()
    assert station.texts() == ["0,59 €/kWh"]


def test_a_station_that_is_left_alone_is_told_once_it_was_provisioned(station):
    station.change(provisioning_policy="OnRequest")
    station.tell(price("0,59 €/kWh"))
    station.settle()
    assert station.asked == []
    station.change(provisioned_for="run")
    station.ready()
    station.settle()
    assert station.texts() == ["0,59 €/kWh"]


@pytest.mark.parametrize("status", ["Pending", "Rejected"])
def test_a_station_that_is_not_accepted_is_told_when_it_is(station, status):
    station.change(boot_status=status)
    station.tell(price("0,59 €/kWh"))
    station.settle()
    assert station.asked == []
    station.change(boot_status="Accepted")
    station.ready()
    station.settle()
    assert station.texts() == ["0,59 €/kWh"]


@pytest.mark.parametrize("applied", [True, False])
@pytest.mark.parametrize("outcome", [Outcome.TIMEOUT, Outcome.DISCONNECTED, Outcome.OFFLINE])
def test_what_was_lost_is_told_at_the_next_occasion_and_not_at_once(station, outcome, applied):
    station.tell(price("0,59 €/kWh"))
    station.lose(outcome, applied=applied)
    station.settle()
    assert station.display().standing == "Waiting"
    station.come()
    station.settle()
    assert station.texts() == ["0,59 €/kWh"]


def test_a_run_that_died_before_it_sent_is_made_good(station, monkeypatch):
    with monkeypatch.context() as dying:
        dying.setattr(show_prices, "send_call", lambda *_: None)
        station.tell(price("0,59 €/kWh"))
    station.ready()
    station.settle()
    assert station.texts() == ["0,59 €/kWh"]
    assert station.asked == ["SetDisplayMessage"]


def test_a_display_that_knows_ascii_only_gets_ascii(station):
    station.report("DisplayMessageCtrlr/SupportedFormats", "ASCII,HTML")
    station.tell(price("0,59 €/kWh, ab 240. Minute 0,10 €/min für Stehzeit, 5 Kč, 3 zł"))
    station.settle()
    (text,) = station.texts()
    assert text == "0,59 EUR/kWh, ab 240. Minute 0,10 EUR/min fur Stehzeit, 5 Kc, 3 zl"


def test_messages_of_the_operator_stay(station):
    station.shows[7] = "de", "Bitte Kabel ordentlich aufhängen"
    station.tell(price("0,59 €/kWh"))
    station.settle()
    station.tell()
    station.settle()
    assert list(station.shows) == [7]
