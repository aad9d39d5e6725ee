"""From the plug to the bill: what the station metered is what the driver pays, once."""

from decimal import Decimal

from local.day.rehearsal import rehearse
from local.day.scenes import a_card_from_plug_to_plug


def test_a_transaction_event_becomes_a_bill(endpoints):
    outcome = rehearse(a_card_from_plug_to_plug, endpoints)

    assert outcome.faults == []
    (account,) = outcome.accounts
    entry, session = account.entry, account.session
    assert session["flags"] == []
    assert session["stopped_reason"] == "Local"
    assert session["id_token"]["id_token"] == entry.id_token
    assert [Decimal(v["register_wh"]) for v in session["meter_values"]] == [
        register for _, register in entry.samples
    ]

    (cdr,) = outcome.cdrs
    assert cdr["session_id"] == account.session_id
    assert cdr["cdr_location"]["id"] == account.post.place.site["id"]
    assert cdr["tariffs"][0]["id"] == account.post.place.tariff["id"]
    assert cdr["total_energy"] == float(entry.energy_wh / 1000)
    assert cdr["total_parking_time"] > 0
    assert round(cdr["total_cost"]["incl_vat"], 2) == float(account.due.incl_vat)
