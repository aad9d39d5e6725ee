"""A station's list follows the tokens, whatever the station answers or does not (R-AUTH-7, 8)."""

from datetime import timedelta

import pytest

from corridor_kernel.ocpp.frames import Call, dump
from ocpp_gateway.records import put_record
from tests.unit.ocpp_gateway.local_lists.world import STATION, world


@pytest.fixture
def a():
    with world() as made:
        yield made


def installed(world):
    """Looked at when the changes have settled, as a sweep does."""
    world.tick()
    world.sync()
    world.settle()


def types(world):
    return [type for _, type in world.list.seen]


def test_the_first_list_is_full_and_comes_in_messages_that_the_station_takes(a):
    for uid in "ABCDE":
        a.change(uid)
    a.sync()
    assert [action for _, action, _ in a.calls] == ["GetLocalListVersion"]
    a.settle()
    assert a.statuses() == dict.fromkeys("abcde", "Accepted")
    assert types(a) == ["Full", "Differential", "Differential"]
    assert a.versions == [1, 2, 3]


@pytest.mark.parametrize("most", [330, 1060, 4096])
def test_a_frame_has_no_more_bytes_than_the_station_takes(a, most):
    told = {"ItemsPerMessage": "100", "BytesPerMessage": str(most)}
    for name, value in told.items():
        content = {"attributes": [{"type": "Actual", "value": value}]}
        put_record(STATION, "variable", f"LocalAuthListCtrlr/{name}", content, a.now)
    a.items, a.list.version = 100, 10**9
    for number in range(20):
        a.change(f"{number:020}", message=f"Prepaid card number {number}")
    a.sync()
    frames = []
    while a.calls:
        call_id, action, payload = a.calls[0]
        frames.append(dump(Call(call_id.ljust(36, "-"), action, payload)))
        a.answer()
    assert max(len(frame.encode()) for frame in frames) <= most
    assert len(a.statuses()) == 20


def test_without_tokens_the_list_is_emptied(a):
    a.list.version, a.list.entries = 7, {("old", "ISO14443"): {"status": "Accepted"}}
    installed(a)
    assert (a.list.entries, a.versions) == ({}, [8])
    assert a.list.seen == [(8, "Full")]


def test_changes_are_told_together_and_alone(a):
    a.change("A")
    installed(a)
    a.tick()
    a.change("B")
    a.change("C")
    installed(a)
    assert types(a) == ["Full", "Differential"]
    assert set(a.statuses()) == {"a", "b", "c"}


def test_a_token_keeps_its_spelling(a):
    a.change("AbC")
    a.sync()
    a.answer()
    (_, _, payload) = a.calls[0]
    assert payload["localAuthorizationList"][0]["idToken"]["idToken"] == "AbC"


def test_a_revoked_token_stays_as_what_it_is(a):
    a.change("A")
    installed(a)
    a.tick()
    a.change("A", status="Blocked")
    installed(a)
    assert a.statuses() == {"a": "Blocked"}


def test_a_token_that_is_not_listed_any_more_is_taken_out(a):
    a.change("A")
    installed(a)
    a.tick()
    assert a.change("A", whitelist="NEVER")
    installed(a)
    assert a.statuses() == {}


@pytest.mark.parametrize("whitelist", [None, "NEVER", "ALLOWED"])
def test_what_its_issuer_did_not_ask_for_is_not_listed(a, whitelist):
    assert not a.change("A", whitelist=whitelist)
    installed(a)
    assert a.statuses() == {}


@pytest.mark.parametrize("type", ["Central", "KeyCode"])
def test_what_no_station_may_judge_is_not_listed(a, type):
    assert not a.change("A", type=type)


def test_group_and_expiry_are_told(a):
    a.change("A", group_id="G", group_type="Central", expires_at="2031-01-01T00:00:00.000Z")
    installed(a)
    (info,) = a.list.entries.values()
    assert info["groupIdToken"] == {"idToken": "G", "type": "Central"}
    assert info["cacheExpiryDateTime"] == "2031-01-01T00:00:00.000Z"


def test_a_token_of_other_sites_never_comes_here(a):
    a.change("A", sites=["S2"])
    installed(a)
    a.tick()
    a.change("A", sites=["S2"], status="Blocked")
    installed(a)
    assert (a.statuses(), types(a)) == ({}, ["Full"])


def test_a_token_that_leaves_this_site_is_taken_out(a):
    a.change("A", sites=["S1"])
    a.change("B")
    installed(a)
    a.tick()
    a.change("A", sites=["S2"])
    a.change("B", sites=["S2"])
    installed(a)
    assert a.statuses() == {}


def test_nothing_new_is_no_message(a):
    a.change("A")
    installed(a)
    a.tick()
    a.sync()
    assert a.calls == []


def test_a_look_right_after_a_change_may_have_missed_another(a):
    """The index follows its table a little later: the last moments are told once more."""
    a.change("A")
    a.sync()
    a.settle()
    for messages in (1, 0):
        a.tick()
        a.sync()
        assert len(a.calls) == messages
        a.settle()


def test_a_token_that_was_just_taken_out_does_not_stay_in_a_list_made_meanwhile(a):
    """The index may show it as it was: the Full has it in, and what follows takes it out again."""
    for uid in "ABC":
        a.change(uid)
    a.tick()
    a.sync()
    a.answer()  # the version: a Full of A and B goes out
    begun = a.now
    a.now = begun - timedelta(seconds=3)
    a.change("A", whitelist="NEVER")
    a.now = begun
    a.settle()
    assert a.statuses() == {"b": "Accepted", "c": "Accepted"}


def test_one_message_at_a_time(a):
    a.change("A")
    a.sync()
    a.change("B")
    a.sync()
    assert len(a.calls) == 1


def test_what_changes_while_a_message_is_out_follows_it(a):
    a.change("A")
    a.sync()
    a.answer()
    a.change("B")
    a.sync()
    a.settle()
    assert set(a.statuses()) == {"a", "b"}


@pytest.mark.parametrize("refusal", ["Failed", "VersionMismatch"])
def test_a_refused_change_has_the_list_made_anew(a, refusal):
    a.change("A")
    installed(a)
    a.tick()
    a.change("B")
    a.tick()
    a.sync()
    a.answer(refusal)
    a.settle()
    assert types(a) == ["Full", "Full"]
    assert set(a.statuses()) == {"a", "b"}


def test_a_station_that_takes_no_list_is_left_alone_until_a_doubt(a):
    a.change("A")
    a.sync()
    a.answer()
    for _ in range(3):
        a.answer("Failed")
    assert (a.calls, a.state().basis) == ([], "Refused")
    a.sync()
    assert a.calls == []
    a.sync(doubt=True)
    a.settle()
    assert a.statuses() == {"a": "Accepted"}


@pytest.mark.parametrize("applied", [True, False])
@pytest.mark.parametrize("outcome", ["Timeout", "Disconnected", "Offline"])
def test_after_a_lost_answer_the_station_is_asked_what_it_has(a, applied, outcome):
    a.change("A")
    installed(a)
    a.tick()
    a.change("B")
    a.tick()
    a.sync()
    a.lose(applied=applied, outcome=outcome)
    a.sync()
    assert a.calls[0][1] == "GetLocalListVersion"
    a.settle()
    assert set(a.statuses()) == {"a", "b"}
    assert types(a).count("Full") == 1
    assert a.versions == sorted(set(a.versions))


def test_a_call_that_was_never_sent_is_found_out(a, monkeypatch):
    from ocpp_gateway.local_lists import sync_local_list

    a.change("A")

    def crash(*_):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(sync_local_list, "send_call", crash)
        with pytest.raises(RuntimeError):
            a.sync()
    a.sync()
    assert a.calls == []
    a.tick(200)
    installed(a)
    assert a.statuses() == {"a": "Accepted"}


def test_a_station_that_answers_with_errors_is_not_asked_for_ever(a):
    a.change("A")
    for _ in range(5):
        a.sync()
        if a.calls:
            a.lose(applied=False, outcome="Error")
    assert a.state().basis == "Refused"
    assert len(a.versions) == 0


NO_SUCH_LIST = {
    "GetLocalListVersion": {"versionNumber": -1},
    "SendLocalList": {"status": "Failed", "statusInfo": {"reasonCode": "NotSupported"}},
}


@pytest.mark.parametrize("at", NO_SUCH_LIST)
def test_a_station_of_1_6_that_knows_no_lists_is_left_alone(a, at):
    a.change("A")
    a.sync()
    if at == "SendLocalList":
        a.answer()
    call_id, action, payload = a.calls.pop(0)
    a.end(call_id, "Result")
    a.keep(call_id, action, payload, NO_SUCH_LIST[at])
    a.sync()
    assert (action, a.calls, a.state().basis) == (at, [], "NotSupported")


@pytest.mark.parametrize("code", ["NotImplemented", "NotSupported"])
def test_a_station_that_does_not_know_the_call_is_not_asked_again(a, code):
    from ocpp_gateway.tables import CallTable

    a.sync()
    call_id = a.calls[0][0]
    a.lose(applied=False, outcome="Error")
    CallTable.get("CS1", f"call#{call_id}").update([CallTable.error_code.set(code)])
    a.sync()
    assert (a.calls, a.state().basis) == ([], "NotSupported")
    a.sync(doubt=True)
    assert len(a.calls) == 1


def test_an_answer_that_comes_twice_counts_once(a):
    for uid in "ABCDE":
        a.change(uid)
    a.sync()
    while a.calls:
        a.answer(times=2)
    assert a.versions == [1, 2, 3]
    assert set(a.statuses()) == set("abcde")


def test_a_list_that_an_operator_sent_is_replaced(a):
    a.change("A")
    installed(a)
    payload = {"versionNumber": 90, "updateType": "Full"}
    a.list.take(payload)
    a.keep("by-hand", "SendLocalList", payload, {"status": "Accepted"})
    installed(a)
    assert a.statuses() == {"a": "Accepted"}
    assert a.versions[-1] == 91


def test_a_station_that_forgot_its_list_gets_it_again(a):
    a.change("A")
    installed(a)
    a.list.version, a.list.entries = 0, {}
    a.sync(doubt=True)
    a.settle()
    assert a.statuses() == {"a": "Accepted"}
    assert a.versions == [1, 2]


def test_a_believed_station_is_not_sent_it_all_again(a):
    a.change("A")
    installed(a)
    a.tick()
    a.sync(doubt=True)
    a.settle()
    assert a.versions == [1]


def test_a_list_with_too_little_room_gets_the_oldest_and_says_so():
    with world(limit=3) as a:
        for uid in "ABCDE":
            a.change(uid)
        installed(a)
        assert set(a.statuses()) == set("abc")
        assert a.state().left_out == 2
        a.tick()
        a.change("A", status="Blocked")
        a.tick()
        installed(a)
        assert a.statuses() == dict.fromkeys("bcd", "Accepted")
        assert a.state().refusals == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"connection_id": None},
        {"boot_status": None},
        {"registration": "Rejected"},
    ],
)
def test_a_station_out_of_reach_is_sent_nothing(a, changes):
    a.connect(**changes)
    assert a.sync() is None
    assert a.calls == []


def test_a_station_without_a_list_is_sent_nothing(a):
    from ocpp_gateway.records import delete_record

    delete_record(STATION, "variable", "LocalAuthListCtrlr/Enabled")
    assert a.sync() is None


@pytest.mark.parametrize(("booted", "asked"), [(True, ["GetLocalListVersion"]), (False, [])])
def test_a_boot_is_a_doubt_and_a_reconnect_is_none(a, booted, asked):
    from ocpp_gateway.local_lists.follow_up import follow_up

    installed(a)
    a.tick()
    follow_up(STATION, a.now, booted=booted)
    assert [action for _, action, _ in a.calls] == asked


@pytest.mark.parametrize("changes", [{"provisioning_policy": "OnRequest"}, {"provisioning": "r"}])
def test_who_is_provisioned_now_or_by_hand_is_not_followed_up(a, changes):
    from ocpp_gateway.local_lists.follow_up import follow_up

    a.connect(**changes)
    follow_up(STATION, a.now, booted=True)
    assert a.calls == []
