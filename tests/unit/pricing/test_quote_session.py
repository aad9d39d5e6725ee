"""A quote is the bill without the bill (R-TX-14)."""

import pytest

from corridor_aws.outbox import OutboxItem
from pricing.create_tariff import create_tariff
from pricing.find_tariff import NoTariff
from pricing.handlers.quote_session import handler
from pricing.quote_session import quote_session
from pricing.rate_session import UnknownStation, rate_session
from pricing.remember_site import remember_site
from pricing.tables import CdrTable
from tests.unit.pricing.samples import NOON, SITE, session, tariff


def test_a_quote_is_what_the_bill_will_be(station):
    create_tariff(tariff(), [{"site": "S1"}], NOON)
    quote = handler({"session": session()}, None)
    bill = rate_session(session(), NOON)
    assert quote == {name: bill[name] for name in quote}
    assert quote == {"total_excl_vat": "5.00", "total_incl_vat": "5.95", "currency": "EUR"}


@pytest.mark.parametrize(
    "told", [{"connector_id": None}, {"evse_id": None, "connector_id": None}, {}]
)
def test_the_price_of_the_only_connector_counts_whether_the_station_names_it_or_not(station, told):
    create_tariff(tariff("SITE"), [{"site": "S1"}], NOON)
    here = {"site": "S1", "station": "CS-1", "evse": 1, "connector": 1}
    create_tariff(tariff("HERE", price=1), [here], NOON)
    assert quote_session(session(**told))["total_excl_vat"] == "10.01"


def test_of_two_connectors_neither_is_guessed(aws):
    two = [{"id": 1, "connectors": [{"id": n, "max_power_w": 11_000} for n in (1, 2)]}]
    remember_site("CS-1", SITE, two, NOON)
    create_tariff(tariff("SITE"), [{"site": "S1"}], NOON)
    here = {"site": "S1", "station": "CS-1", "evse": 1, "connector": 1}
    create_tariff(tariff("HERE", price=1), [here], NOON)
    assert quote_session(session(connector_id=None))["total_excl_vat"] == "5.00"


def test_a_quote_leaves_nothing_behind(station):
    create_tariff(tariff(), [{"site": "S1"}], NOON)
    told = OutboxItem.count()
    quote_session(session())
    assert (CdrTable.count(), OutboxItem.count()) == (0, told)


def test_free_is_a_price(station):
    create_tariff(tariff(price=0), [{"site": "S1"}], NOON)
    assert quote_session(session())["total_incl_vat"] == "0.00"


def test_without_a_tariff_there_is_no_quote(station):
    with pytest.raises(NoTariff):
        quote_session(session())


def test_a_station_that_nobody_told_of_has_no_quote(aws):
    with pytest.raises(UnknownStation):
        quote_session(session())
