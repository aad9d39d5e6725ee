"""Where no clock is certified, no moment of a session decides its price (R-EI-8)."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from corridor_kernel.ocpi.enums import TariffDimensionType
from corridor_kernel.times import from_text, to_text
from pricing.domain.basis import Basis, packed, unpacked
from pricing.domain.metering import metering_of
from pricing.domain.outcome import Note, outcome_of
from pricing.domain.site import Site
from tests.property.test_rating_properties import sessions, tariffs, without_power

GERMANY = Site("S1", None, "Europe/Berlin", "DE", "EUR")
SIGNED = {"state": "valid", "findings": [], "time_synchronised": False, "time_certified": False}


def basis(session, tariff):
    return Basis(session | {"signed": SIGNED}, tariff, GERMANY, metering_of(GERMANY))


@given(session=sessions(), tariff=tariffs(restricted=without_power), later=st.integers(0, 7200))
def test_neither_the_end_nor_what_lies_between_changes_the_bill(session, tariff, later):
    end = to_text(from_text(session["ended_at"]) + timedelta(seconds=later))
    other = session | {"ended_at": end, "telemetry": [], "states": []}
    bill = outcome_of(basis(session, tariff)).rating.bill
    assert outcome_of(basis(other, tariff)).rating.bill == bill


@given(session=sessions(), tariff=tariffs())
def test_only_energy_and_a_fee_are_charged(session, tariff):
    outcome = outcome_of(basis(session, tariff))
    charged = {charge.component.type for charge in outcome.rating.charges}
    assert charged <= {TariffDimensionType.ENERGY, TariffDimensionType.FLAT}
    assert outcome.notes == (Note.CLOCK_NOT_CERTIFIED,)


@given(session=sessions(), tariff=tariffs(), certified=st.booleans())
def test_what_is_kept_makes_the_same_bill_again(session, tariff, certified):
    before = basis(session, tariff)
    signed = SIGNED | {"time_certified": certified}
    before = replace(before, facts=session | {"signed": signed})
    assert outcome_of(unpacked(packed(before))) == outcome_of(before)
