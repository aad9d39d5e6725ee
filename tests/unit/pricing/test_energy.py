"""The energy curve of a session."""

from decimal import Decimal
from fractions import Fraction

import pytest

from pricing.domain.energy import energy_curve
from pricing.domain.facts import facts_of

SESSION = {
    "session_id": "S",
    "station_id": "CS-1",
    "evse_id": 1,
    "connector_id": 1,
    "id_token": None,
    "started_at": "2026-04-01T10:00:00.000Z",
    "ended_at": "2026-04-01T10:00:10.000Z",
    "stopped_reason": None,
    "meter_start_wh": "100",
    "energy_wh": "50",
    "telemetry": [],
    "states": [],
}


def curve(readings=(), **changes):
    telemetry = [[f"2026-04-01T10:00:{second:06.3f}Z", wh] for second, wh in readings]
    return energy_curve(facts_of(SESSION | {"telemetry": telemetry} | changes))


@pytest.mark.parametrize(
    ("telemetry", "at_5_s"),
    [
        ([], 25),
        ([(4, "120")], 25),
        ([(5, "110")], 10),
        ([(5, "130"), (5, "110")], 30),
        ([(5, "90")], 0),
        ([(5, "170")], 50),
        ([(2, "130"), (5, "110")], 30),
        ([(5, "110"), (10, "120")], 10),
        ([(5, "110"), (12, "400")], 10),
    ],
    ids=[
        "only the ends",
        "between two readings",
        "at a reading",
        "the higher of two readings",
        "below the start",
        "above the end",
        "a register that fell",
        "a last reading below the end",
        "a reading after the end",
    ],
)
def test_energy_is_interpolated_between_what_can_be_true(telemetry, at_5_s):
    assert curve(telemetry).at(Fraction(5000)) == at_5_s


def test_the_end_is_the_energy_of_the_session():
    assert curve([(5, "110"), (10, "120")]).at(Fraction(10_000)) == 50


def test_a_reading_before_the_start_is_left_out():
    assert curve([], telemetry=[["2026-04-01T09:59:59.000Z", "140"]]).at(Fraction(5000)) == 25


@pytest.mark.parametrize(("wh", "ms"), [(0, 0), (10, 5000), (30, 7500), (50, 10_000), (51, None)])
def test_an_amount_is_reached_at_one_moment(wh, ms):
    assert curve([(5, "110")]).reaches(Decimal(wh)) == ms


def test_no_energy_has_flowed_at_the_start():
    """A reading at the very start is the start's, whatever it says: it rises until the next."""
    assert curve([(0, "120"), (5, "130")]).at(Fraction(2500)) == 15


def test_an_amount_is_reached_when_a_pause_begins():
    assert curve([(2, "110"), (8, "110")]).reaches(Decimal(10)) == 2000


def test_a_session_without_length_has_its_energy_at_once():
    assert curve([], ended_at="2026-04-01T09:00:00.000Z").at(Fraction(0)) == 50


@pytest.mark.parametrize("energy", ["-1", "NaN", "Infinity", "ten"])
def test_what_is_no_energy_is_refused(energy):
    with pytest.raises(ValueError, match="is no"):
        facts_of(SESSION | {"energy_wh": energy})
