"""A refused card leaves neither a session nor a bill."""

from local.day.rehearsal import rehearse
from local.day.scenes import an_unknown_card


def test_an_unknown_card_charges_nobody(endpoints):
    outcome = rehearse(an_unknown_card, endpoints)

    assert outcome.faults == []
    assert outcome.accounts == []
    assert any("refused: Unknown" in line for line in outcome.told)
