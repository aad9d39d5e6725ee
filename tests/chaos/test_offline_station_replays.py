"""A link that breaks in mid-session loses no event and makes none count twice."""

from local.day.rehearsal import rehearse
from local.day.scenes import a_link_that_breaks


def test_an_offline_station_replays_what_it_queued(endpoints):
    outcome = rehearse(a_link_that_breaks, endpoints)

    assert outcome.faults == []
    (account,) = outcome.accounts
    assert account.entry.events_offline > 2
    assert account.session["flags"] == ["offline"]
    flagged = [event for event in account.session["events"] if "offline" in event["flags"]]
    assert flagged[-1]["event_type"] == "Ended"
    assert 0 < len(flagged) <= account.entry.events_offline
