"""What is billed where meters have to sign: a valid pair or nothing (R-EI-7, R-EI-8)."""

from datetime import timedelta

import pytest

from corridor_kernel.ocpi.text import loads
from corridor_kernel.times import from_text
from pricing.create_tariff import create_tariff
from pricing.domain.invoice_gate import NoValidSignedValues
from pricing.explain_cdr import explain_cdr
from pricing.handlers.rate_session import handler
from pricing.quote_session import quote_session
from pricing.rate_session import rate_session
from pricing.remember_site import remember_site
from pricing.tables import CdrTable
from tests.unit.pricing.samples import EVSES, NOON, SIGNED, SITE, session, tariff

LATER = NOON + timedelta(hours=3)
TIMED = [
    {
        "price_components": [{"type": "ENERGY", "price": 0.3, "vat": 19, "step_size": 1}],
        "restrictions": {"start_time": "15:30"},
    },
    {
        "price_components": [
            {"type": "ENERGY", "price": 0.5, "vat": 19, "step_size": 1},
            {"type": "TIME", "price": 6, "vat": 19, "step_size": 1},
            {"type": "FLAT", "price": 1, "vat": 19, "step_size": 1},
        ]
    },
]


@pytest.fixture
def site(aws):
    def at(**members):
        remember_site("CS-1", SITE | members, EVSES, from_text("2026-01-01T00:00:00Z"))
        create_tariff(tariff(elements=TIMED, type="REGULAR"), [{"site": "S1"}], NOON)

    return at


def signed(**members):
    return SIGNED | members


@pytest.mark.parametrize(
    "said",
    [
        None,
        signed(state="absent"),
        signed(state="invalid", findings=["signature_wrong"]),
        signed(state="unverifiable", findings=["key_unconfirmed"]),
        signed(state="incomplete"),
        signed(state="valid_with_findings", findings=["format_version_too_new"]),
    ],
)
def test_without_a_valid_pair_nothing_is_billed(site, outbox, said):
    site()
    with pytest.raises(NoValidSignedValues) as refused:
        rate_session(session(signed=said), LATER)
    assert list(CdrTable.scan()) == []
    assert "CdrIssued" not in dict(outbox())
    for finding in (said or {}).get("findings", []):
        assert finding in str(refused.value)


def test_the_machine_is_answered_why_rather_than_failed(site):
    """A machine retries what fails; this needs a person."""
    site()
    wrong = session(signed=signed(state="invalid", findings=["signature_wrong"]))
    failure = {"Error": "NoValidSignedValues", "Cause": "invalid: signature_wrong"}
    assert handler({"session": wrong}, None) == {"failure": failure}


def test_what_was_not_billable_before_comes_back_as_it_was():
    failure = {"Error": "NotEnded", "Cause": "S1 has not ended"}
    assert handler({"failure": failure}, None) == {"failure": failure}


def test_once_a_key_is_confirmed_the_session_is_billed(site):
    site()
    with pytest.raises(NoValidSignedValues):
        rate_session(session(signed=signed(state="unverifiable")), LATER)
    assert rate_session(session(), LATER)["total_excl_vat"] == "11.00"


def test_findings_that_block_nothing_are_billed(site):
    site()
    findings = signed(state="valid_with_findings", findings=["id_token_differs"])
    assert rate_session(session(signed=findings), LATER)["total_excl_vat"] == "11.00"


@pytest.mark.parametrize("place", [{"country": "NL"}, {"metering": "plain"}])
def test_who_asks_for_nothing_bills_what_the_station_said(site, place):
    site(**place)
    answer = rate_session(session(signed=None), LATER)
    assert answer["total_excl_vat"] == "11.00"


def test_a_site_abroad_may_ask_as_well(site):
    site(country="NL", metering="signed")
    with pytest.raises(NoValidSignedValues):
        rate_session(session(signed=None), LATER)


def test_a_plug_that_was_put_in_and_out_owes_nothing(site):
    site()
    plug = session(signed=None, energy_wh="0", meter_stop_wh="1000")
    answer = rate_session(plug, LATER)
    assert answer["total_incl_vat"] == "0.00"
    assert explain_cdr(answer["cdr_id"])["notes"] == [
        "No energy flowed and the meter signed nothing: nothing is owed."
    ]


@pytest.mark.parametrize("flag", ["no_meter_values", "register_decreased", "lost"])
def test_energy_that_nobody_knows_is_not_none(site, flag):
    site()
    plug = session(signed=None, energy_wh="0", meter_stop_wh="1000", flags=[flag])
    with pytest.raises(NoValidSignedValues):
        rate_session(plug, LATER)
    assert list(CdrTable.scan()) == []


def test_a_clock_that_is_not_certified_decides_no_price(site):
    """10.005 kWh at 0.50 of the start and the fee; no hour, and no 0.30 from 15:30 on."""
    site()
    answer = rate_session(session(signed=signed(time_certified=False)), LATER)
    assert answer["total_excl_vat"] == "6.00"
    why = explain_cdr(answer["cdr_id"])
    assert (why["agrees"], len(why["periods"])) == (True, 1)
    assert "clock is not certified" in why["notes"][0]
    assert [each["dimension"] for each in why["periods"][0]["not_charged"]] == ["TIME"]


def test_signed_times_are_billed_where_they_count(site):
    """59 min 56 s by the meter; the answer keeps the end that sessions told."""
    site()
    answer = rate_session(session(signed=signed(time_synchronised=True)), LATER)
    document = loads(CdrTable.get(answer["cdr_id"]).document)
    assert answer["ended_at"] == session()["ended_at"]
    assert document["start_date_time"] == "2026-04-01T13:00:02.000Z"
    assert document["end_date_time"] == "2026-04-01T13:59:58.000Z"
    assert str(document["total_time"]) == "0.9988"
    assert "times that the meter signed" in explain_cdr(answer["cdr_id"])["notes"][0]


def test_a_quote_is_no_invoice(site):
    site()
    assert quote_session(session(signed=None))["total_excl_vat"] == "11.00"


def test_signed_data_goes_into_the_cdr(site):
    site()
    data = {"encoding_method": "OCMF", "signed_values": []}
    answer = rate_session(session(signed=signed(signed_data=data)), LATER)
    assert loads(CdrTable.get(answer["cdr_id"]).document)["signed_data"] == data
