"""A CDR is never changed: it is taken back by a credit CDR, and another one is issued."""

import json
from datetime import timedelta
from pathlib import Path

import jsonschema_rs
import orjson
import pytest

from corridor_aws.outbox import OutboxItem
from corridor_kernel.ocpi.cdrs import Cdr
from corridor_kernel.ocpi.text import loads
from corridor_kernel.problems import Problem
from pricing import correct_cdr as correcting
from pricing.correct_cdr import correct_cdr
from pricing.create_tariff import create_tariff
from pricing.domain.correction import Correction
from pricing.explain_cdr import explain_cdr
from pricing.rate_session import rate_session
from pricing.tables import CdrTable
from tests.unit.pricing.samples import NOON, SIGNED, session, tariff
from tests.unit.pricing.test_rate_session import PLACE

EVENTS = Path(__file__).parents[3] / "functions/pricing/events"
LATER = NOON + timedelta(hours=3)
AT = NOON + timedelta(days=2)


@pytest.fixture
def cdr_id(station):
    create_tariff(tariff(), [{"site": "S1"}], NOON)
    return rate_session(session(), LATER)["cdr_id"]


def correct(cdr_id, by="Meike", **corrections):
    return correct_cdr(cdr_id, Correction("The meter was wrong.", by, corrections), AT)


def document(cdr_id):
    return loads(CdrTable.get(cdr_id).document)


def test_a_credit_takes_back_and_another_cdr_bills(cdr_id):
    before = document(cdr_id)
    answer = correct(cdr_id, energy_wh="8000")
    credit, fresh = answer["credit"], answer["cdr"]
    assert (credit["cdr_id"], credit["total_incl_vat"]) == (f"{cdr_id}-C", "-5.95")
    assert (fresh["total_incl_vat"], fresh["energy_kwh"]) == ("4.76", "8.0000")
    assert len({cdr_id, credit["cdr_id"], fresh["cdr_id"]}) == 3
    assert document(cdr_id) == before
    changed = {
        "id": credit["cdr_id"],
        "credit": True,
        "credit_reference_id": cdr_id,
        "total_cost": {name: -cost for name, cost in before["total_cost"].items()},
        "last_updated": "2026-04-03T12:00:00.000Z",
    }
    assert document(credit["cdr_id"]) == before | changed
    assert not {"credit", "credit_reference_id"} & document(fresh["cdr_id"]).keys()


def test_both_are_ocpi_cdrs(cdr_id):
    answer = correct(cdr_id)
    for issued in answer.values():
        content = document(issued["cdr_id"])
        Cdr.model_validate(content | {"cdr_location": content["cdr_location"] | PLACE})


def test_asked_again_with_the_same_words_nothing_more_happens(cdr_id, outbox):
    first = correct(cdr_id, energy_wh="8000")
    assert correct(cdr_id, energy_wh="8000") == first
    assert CdrTable.count() == 3
    assert [name for name, _ in outbox()].count("CdrCredited") == 1


@pytest.mark.parametrize("more", [{"energy_wh": "7000"}, {"by": "Jo"}])
def test_a_cdr_is_corrected_once(cdr_id, more):
    correct(cdr_id)
    with pytest.raises(Problem, match="409"):
        correct(cdr_id, **more)
    assert CdrTable.count() == 3


def test_of_two_corrections_at_once_one_wins(cdr_id, monkeypatch):
    def outrun(*given):
        monkeypatch.setattr(correcting, "store_correction", store)
        correct(cdr_id, energy_wh="1000")
        return store(*given)

    store = correcting.store_correction
    monkeypatch.setattr(correcting, "store_correction", outrun)
    with pytest.raises(Problem, match="409"):
        correct(cdr_id, energy_wh="8000")
    assert CdrTable.count() == 3


def test_a_correction_can_be_corrected(cdr_id):
    fresh = correct(cdr_id, energy_wh="8000")["cdr"]
    last = correct(fresh["cdr_id"], energy_wh="9000")["cdr"]
    assert last["total_excl_vat"] == "4.50"
    totals = [float(orjson.loads(item.summary)["total_excl_vat"]) for item in CdrTable.scan()]
    assert sum(totals) == 4.5


def test_a_credit_is_not_corrected(cdr_id):
    credit = correct(cdr_id)["credit"]["cdr_id"]
    with pytest.raises(Problem, match="409"):
        correct(credit)
    with pytest.raises(Problem, match="409"):
        explain_cdr(credit)


def test_what_is_waived_is_billed_no_more(cdr_id, outbox):
    answer = correct(cdr_id, waive=True)
    assert answer["cdr"] is None
    assert CdrTable.count() == 2
    assert [name for name, _ in outbox()].count("CdrIssued") == 1


def test_another_tariff(cdr_id):
    create_tariff(tariff("NIGHT", price=0.25), [{"site": "S2"}], NOON)
    fresh = correct(cdr_id, tariff_id="night")["cdr"]
    assert (fresh["tariff_id"], fresh["total_excl_vat"]) == ("NIGHT", "2.50")


def test_other_times_are_billed_whatever_the_meter_signed(station):
    component = {"type": "TIME", "price": 6, "vat": 19, "step_size": 1}
    timed = tariff(elements=[{"price_components": [component]}], type="REGULAR")
    create_tariff(timed, [{"site": "S1"}], NOON)
    signed = SIGNED | {"time_synchronised": True}
    cdr_id = rate_session(session(signed=signed), LATER)["cdr_id"]
    fresh = correct(cdr_id, ended_at="2026-04-01T13:30:00+00:00")["cdr"]
    assert (fresh["ended_at"], fresh["total_excl_vat"]) == ("2026-04-01T13:30:00.000Z", "3.00")
    assert explain_cdr(fresh["cdr_id"])["agrees"]


@pytest.mark.parametrize(
    ("corrections", "location"),
    [
        ({"energy_wh": "much"}, "corrections.energy_wh"),
        ({"energy_wh": "-1"}, "corrections.energy_wh"),
        ({"energy_wh": "10006"}, "corrections.energy_wh"),  # the meter signed 10,005
        ({"energy_wh": "1e400"}, "corrections.energy_wh"),
        ({"ended_at": "2026-04-01T12:00:00Z"}, "corrections.ended_at"),
        ({"ended_at": "2026-05-03T13:00:00Z"}, "corrections.ended_at"),  # more than a month
        ({"ended_at": ""}, "corrections.ended_at"),
        ({"started_at": "0001-01-01T00:00:00+14:00"}, "corrections.started_at"),
        ({"started_at": "noon"}, "corrections.started_at"),
        ({"tariff_id": "none"}, "corrections.tariff_id"),
        ({"price": "1"}, "corrections.price"),
    ],
)
def test_nonsense_is_refused(cdr_id, corrections, location):
    with pytest.raises(Problem) as refused:
        correct(cdr_id, **corrections)
    assert [fault["location"] for fault in refused.value.more["errors"]] == [location]
    assert CdrTable.count() == 1


def test_no_such_cdr(aws):
    with pytest.raises(Problem, match="404"):
        correct("none")


def test_asked_to_rate_again_the_first_answer_counts(cdr_id):
    correct(cdr_id, energy_wh="8000")
    assert rate_session(session(), LATER)["cdr_id"] == cdr_id


def test_what_was_measured_otherwise_counts_no_more(station, outbox):
    """Later events are held against what is billed now."""
    create_tariff(tariff(), [{"site": "S1"}], NOON)
    cdr_id = rate_session(session(registered_wh="9999"), LATER)["cdr_id"]
    correct(cdr_id, energy_wh="8000")
    [told] = [data for name, data in outbox() if name == "CdrCredited"]
    assert told["replacement"]["registered_wh"] == "8000"


def test_what_is_told_is_told_by_its_schema(cdr_id, outbox):
    fresh = correct(cdr_id, energy_wh="8000")["cdr"]
    correct(fresh["cdr_id"], waive=True)
    schema = jsonschema_rs.validator_for(
        (EVENTS / "CdrCredited.v1.json").read_text(), validate_formats=True
    )
    credited = [item for item in OutboxItem.scan() if item.name == "CdrCredited"]
    assert len(credited) == 2
    for item in credited:
        schema.validate(json.loads(item.detail))
    by_number = {data["number"]: data for name, data in outbox() if name == "CdrCredited"}
    assert by_number[2]["replacement"] == {
        "cdr_id": fresh["cdr_id"],
        "total_excl_vat": "4.00",
        "total_incl_vat": "4.76",
        "registered_wh": "8000",
    }
    assert "replacement" not in by_number[3]
