"""Tariff, currency and VAT are those of the site where the car stands."""

from local.day.rehearsal import rehearse
from local.day.scenes import a_guest_abroad


def test_a_guest_abroad_pays_in_the_local_currency(endpoints):
    outcome = rehearse(a_guest_abroad, endpoints)

    assert outcome.faults == []
    (cdr,) = outcome.cdrs
    assert cdr["currency"] == "PLN"
    assert cdr["tariffs"][0]["elements"][0]["price_components"][0]["vat"] == 23
    assert outcome.accounts[0].session["stopped_reason"] == "EVDisconnected"
