"""From the bill on: why it is so, what is wrong of it, and what can never be billed."""

from decimal import Decimal

import pytest

from local.station.signing import Signing
from tests.signing_stations import Road, charge, drive
from tests.waiting import eventually

WHO = {"by": "Meike", "reason": "The driver is right."}


@pytest.fixture(scope="module")
def road(cloud) -> Road:
    return Road(cloud)


def driven(road, has_key):
    """The entry of a station that has played one session."""
    station = road.station(Signing())
    if has_key:
        road.enter_key(station.id, station.evses[1].readings.signer)
    drive(station, charge)
    (entry,) = station.book
    return entry


def test_a_bill_is_explained_and_corrected_and_the_session_shows_what_counts(road):
    session = road.billed(driven(road, has_key=True))
    cdr = f"/cdrs/{session['cdr_id']}"
    why = road.get(f"{cdr}/explanation")
    assert (why["agrees"], why["total_incl_vat"]) == (True, session["total_incl_vat"])

    corrected = road.post(f"{cdr}/corrections", WHO | {"corrections": {"energy_wh": "1000"}})
    assert Decimal(corrected["credit"]["total_incl_vat"]) == -Decimal(session["total_incl_vat"])
    fresh = corrected["cdr"]
    assert fresh["total_incl_vat"] == "0.60"

    def shown():
        now = road.get(f"/sessions/{session['session_id']}")
        return now if now["cdr_id"] == fresh["cdr_id"] else None

    now = eventually(shown)
    assert (now["state"], now["total_incl_vat"]) == ("SETTLED", "0.60")
    status, problem = road.cloud.operator("PUT", cdr, {})
    assert status == 405
    assert "corrections" in problem["detail"]


def test_what_no_key_confirms_is_not_billed_and_can_be_written_off(road):
    session = road.closed(driven(road, has_key=False))
    assert session["state"] == "UNSETTLED"
    assert session["unsettled_reason"].startswith("NoValidSignedValues")
    written_off = road.post(f"/sessions/{session['session_id']}/write-off", WHO)
    assert (written_off["state"], written_off["cdr_id"]) == ("WRITTEN_OFF", None)
    assert road.get(f"/cdrs?session_id={session['session_id']}")["items"] == []
