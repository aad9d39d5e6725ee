"""Every start and stop point and every oddity: what a station tells, what session it makes."""

import pytest

from sessions.domain.facts import facts
from tests.transaction_cases import CASES, case, only_events, seen, session_of, told

POINTS = (
    "the_bay_occupied",
    "the_cable_plugged_in",
    "the_authorization",
    "the_signed_begin",
    "the_power_path_closed",
    "the_energy_transfer",
)


@pytest.mark.parametrize("name", CASES)
def test_a_transaction_makes_the_session_of_its_case(name):
    meanings = list(told(case(name)))
    known = seen(session_of(meanings), only_events(meanings))
    expected = case(name)["expected"]
    assert {key: known[key] for key in expected} == expected


@pytest.mark.parametrize("name", CASES)
def test_the_energy_of_a_case_is_the_difference_of_its_registers(name):
    meanings = list(told(case(name)))
    session = session_of(meanings)
    if session.closing:
        known = facts(session, only_events(meanings))
        registers = [float(wh) for _, wh in known["telemetry"]]
        assert registers[-1] - registers[0] == float(known["energy_wh"]) == session.energy_wh


@pytest.mark.parametrize("point", POINTS)
def test_there_is_a_case_for_every_start_point(point):
    assert f"starts_with_{point}" in CASES
