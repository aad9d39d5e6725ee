"""340 stations lose their link for 72 hours, in the middle of a charge, and come back together."""

import asyncio

from local.blackout.figures import figures
from local.blackout.play import Plan, play

# A station gives a message up after its MessageTimeout; slower than that is lost patience.
MESSAGE_TIMEOUT_S = 30


def test_a_fleet_that_was_offline_for_72_hours_is_billed_to_the_wh(endpoints, capsys):
    plan = Plan(stations=340, full=1, live=5, return_within_s=15)
    outcome = asyncio.run(
        play(endpoints["http"], endpoints["ocpp"], endpoints["operator_token"], plan)
    )
    with capsys.disabled():
        print(figures(outcome))
    assert outcome.faults == []
    assert outcome.live.failures == 0, outcome.live.first_failure
    assert outcome.live.calls > 0
    assert max(outcome.live.all_seconds) < MESSAGE_TIMEOUT_S
