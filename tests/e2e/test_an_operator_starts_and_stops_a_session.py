"""A remote start runs from the operator's request to a bill, without a card."""

from local.day.rehearsal import rehearse
from local.day.scenes import a_start_by_the_operator


def test_an_operator_starts_and_stops_a_session(endpoints):
    outcome = rehearse(a_start_by_the_operator, endpoints)

    assert outcome.faults == []
    (account,) = outcome.accounts
    assert account.session["stopped_reason"] == "Remote"
    assert account.session["remote_start_id"] is not None
    assert account.session["events"][0]["trigger_reason"] == "RemoteStart"
    assert account.session["events"][-1]["trigger_reason"] == "RemoteStop"
