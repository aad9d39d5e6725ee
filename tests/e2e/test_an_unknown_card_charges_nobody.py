"""A refused card leaves neither a session nor a bill."""

from local.day.scenes import an_unknown_card


def test_an_unknown_card_charges_nobody(watch):
    outcome = watch(an_unknown_card)

    assert outcome.faults == []
    assert outcome.accounts == []
    assert any("refused: Unknown" in line for line in outcome.told)
