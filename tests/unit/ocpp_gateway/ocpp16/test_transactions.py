"""StartTransaction, MeterValues and StopTransaction become a transaction of the ledger (§5.1)."""

import orjson
import pytest

from tests.unit.ocpp_gateway.ocpp16.speaking import (
    START,
    at,
    error,
    events,
    ledger,
    metered,
    reading,
    records,
    result,
    save_token,
    session,
    session_of,
    start,
    status,
    stop,
)


def begun(payload: dict | None = None, message_id: str = "s1") -> int:
    return result("StartTransaction", payload or start(), message_id)["transactionId"]


def test_a_visit_is_a_session_without_a_flag(station):
    save_token()
    transaction_id = begun()
    result("StatusNotification", status("Charging", 0.5))
    result("MeterValues", metered(transaction_id, 1, 4000))
    result("StatusNotification", status("SuspendedEV", 1.2))
    result("StopTransaction", stop(transaction_id, 1.5, idTag="04aa", reason="Local"))

    known, facts = session(transaction_id)
    assert facts["flags"] == []
    assert (facts["meter_start_wh"], facts["meter_stop_wh"]) == ("1000", "9000")
    assert facts["energy_wh"] == "8000"
    assert (facts["started_at"], facts["ended_at"]) == (at(0), at(1.5))
    assert facts["id_token"] == {"id_token": "04AA", "type": "ISO14443"}
    assert (facts["evse_id"], facts["connector_id"]) == (1, 1)
    assert facts["states"] == [[at(0.5), "Charging"], [at(1.2), "SuspendedEV"]]
    assert [wh for _, wh in facts["telemetry"]] == ["1000", "4000", "9000"]
    assert known.id_token[1].status == "Accepted"
    assert records("running-transaction") == {}


def test_the_words_are_those_of_2_0_1(station):
    transaction_id = begun(start(reservationId=7))
    result("MeterValues", metered(transaction_id, 1, 4000))
    result("StopTransaction", stop(transaction_id, 2, reason="EVDisconnected"))
    first, middle, last = events(transaction_id)
    assert first["eventType"] == "Started"
    assert first["evse"] == {"id": 1, "connectorId": 1}
    assert first["reservationId"] == 7
    assert first["transactionInfo"] == {"transactionId": str(transaction_id)}
    assert (middle["eventType"], middle["triggerReason"]) == ("Updated", "MeterValuePeriodic")
    assert last["triggerReason"] == "EVDeparted"
    assert last["transactionInfo"]["stoppedReason"] == "EVDisconnected"
    assert first["seqNo"] < middle["seqNo"] < last["seqNo"]
    entry = ledger(transaction_id)[0]
    assert entry.is_numbered is False
    assert '"meterStart":1000' in entry.raw


def test_a_replayed_start_gets_the_same_integer_and_the_same_answer(station):
    save_token()
    first = result("StartTransaction", start(), "s1")
    save_token(status="Blocked", updated_at="2036-01-01T00:00:00Z")
    again = result("StartTransaction", start(), "another-id")
    assert again == first
    assert 0 < first["transactionId"] < 2**31
    assert first["idTagInfo"] == {"status": "Accepted"}
    assert len(ledger(first["transactionId"])) == 1


def test_a_start_whose_clock_was_set_between_two_tries_is_the_same(station):
    first = begun(start(timestamp="1970-01-01T00:00:10Z"), "s1")
    assert begun(start(), "s1") == first


def test_a_start_after_a_reboot_is_another_though_its_message_id_is_the_same(station):
    """Ids count from 1 again; the first charge took nothing, so the meter stands where it stood."""
    first = begun(start(), "5")
    result("StopTransaction", stop(first, 2, 1000, reason="HardReset"), "6")
    second = begun(start(6), "5")
    assert second != first
    result("StopTransaction", stop(second, 30, 9000), "6")
    assert session(second)[1]["energy_wh"] == "8000"
    assert begun(start(6), "5") == second


@pytest.mark.parametrize(
    "other",
    [{"idTag": "04BB"}, {"connectorId": 2}, {"meterStart": 2000}, {"timestamp": at(-9)}],
)
def test_another_start_gets_another_integer(station, other):
    assert begun(start(), "s1") != begun(start(**other), "s2")


def test_an_id_that_is_taken_is_passed_over(station, monkeypatch):
    from ocpp_gateway.domain.ocpp16 import start as starts

    monkeypatch.setattr(starts, "LARGEST_ID", 2)
    assert {begun(start(), "s1"), begun(start(meter=5), "s2")} == {1, 2}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, {"status": "Accepted"}),
        ({"group_id": "FLEET"}, {"status": "Accepted", "parentIdTag": "FLEET"}),
        ({"status": "Blocked"}, {"status": "Blocked"}),
        ({"status": "NoCredit"}, {"status": "Blocked"}),
        ({"sites": ["ELSEWHERE"]}, {"status": "Invalid"}),
        ({"expires_at": "2020-01-01T00:00:00.000Z"}, {"status": "Expired"}),
        (
            {"expires_at": "2036-01-01T00:00:00.000Z"},
            {"status": "Accepted", "expiryDate": "2036-01-01T00:00:00.000Z"},
        ),
    ],
)
def test_the_tag_gets_what_its_token_deserves(station, more, expected):
    save_token(**more)
    assert result("Authorize", {"idTag": "04aa"}) == {"idTagInfo": expected}
    answer = result("StartTransaction", start())
    assert answer["idTagInfo"] == expected
    assert answer["transactionId"] > 0


@pytest.mark.parametrize("type", ["ISO15693", "Central", "eMAID", "MacAddress", "Local"])
def test_a_tag_may_be_any_type_of_token(station, type):
    save_token(type=type)
    assert result("Authorize", {"idTag": "04aA"})["idTagInfo"]["status"] == "Accepted"
    transaction_id = begun()
    assert events(transaction_id)[0]["idToken"] == {"idToken": "04AA", "type": type}


def test_an_unknown_tag_is_invalid_and_its_transaction_is_kept(station):
    assert result("Authorize", {"idTag": "04AA"})["idTagInfo"] == {"status": "Invalid"}
    transaction_id = begun()
    result("StopTransaction", stop(transaction_id, reason="DeAuthorized"))
    _, facts = session(transaction_id)
    assert "unpaid_risk" in facts["flags"]


def test_what_comes_late_was_told_offline(station):
    transaction_id = result("StartTransaction", start(), received=600)["transactionId"]
    result("MeterValues", metered(transaction_id, 10, 4000), received=600)
    result("StopTransaction", stop(transaction_id), received=600)
    assert [event["offline"] for event in events(transaction_id)] == [True] * 3
    assert session(transaction_id)[1]["flags"] == ["offline", "unpaid_risk"]


def test_a_clock_that_stood_in_1970_hides_no_session(station):
    transaction_id = begun(start(timestamp="1970-01-01T00:00:10Z"))
    result("MeterValues", metered(transaction_id, 1, 4000))
    result("StopTransaction", stop(transaction_id))
    known, _ = session_of(transaction_id)
    assert known.energy_wh == 8000
    assert "time_suspect" in known.flags


@pytest.mark.parametrize("named", [None, 0, -1, 77])
def test_meter_values_without_a_usable_id_go_to_who_runs_on_the_connector(station, named):
    transaction_id = begun()
    result("MeterValues", metered(named, 1, 4000))
    assert [event["eventType"] for event in events(transaction_id)] == ["Started", "Updated"]
    assert records("unmatched-message") == {}


@pytest.mark.parametrize("more", [{}, {"idTag": "04aa"}])
def test_a_stop_without_a_usable_id_ends_who_runs(station, more):
    transaction_id = begun()
    result("StopTransaction", stop(-1, **more))
    assert session(transaction_id)[1]["energy_wh"] == "8000"
    assert records("unmatched-message") == {}


def test_of_two_that_run_the_card_tells_which_stops(station):
    first = begun(start(), "s1")
    second = begun(start(connectorId=2, idTag="04BB"), "s2")
    result("StopTransaction", stop(-1, idTag="04BB"))
    assert len(events(first)) == 1
    assert len(events(second)) == 2


@pytest.mark.parametrize(
    "payload",
    [
        stop(-1, idTag="STRANGER"),
        stop(-1, meter=10),
        stop(-1, minute=-5),
        stop(4711),
        stop(0, idTag="04BB"),
    ],
)
def test_a_stop_that_cannot_be_matched_is_kept_for_a_person(station, payload):
    transaction_id = begun()
    result("StopTransaction", payload)
    result("StopTransaction", payload, "again")
    (kept,) = records("unmatched-message").values()
    assert kept["payload"] == payload
    assert len(events(transaction_id)) == 1


def test_an_ambiguous_stop_is_no_guess(station):
    begun(start(), "s1")
    begun(start(connectorId=2, idTag="04BB"), "s2")
    result("StopTransaction", stop(-1))
    assert len(records("unmatched-message")) == 1


def test_what_came_before_its_start_is_adopted(station):
    result("MeterValues", metered(-1, 10, 4000))
    result("StopTransaction", stop(-1))
    assert len(records("unmatched-message")) == 2
    transaction_id = begun()
    assert session(transaction_id)[1]["energy_wh"] == "8000"
    assert len(events(transaction_id)) == 3
    assert records("unmatched-message") == {}
    assert records("running-transaction") == {}


def test_a_replay_of_an_adopted_stop_is_no_second_end(station):
    result("StopTransaction", stop(-1))
    transaction_id = begun()
    result("StopTransaction", stop(transaction_id))
    assert len(events(transaction_id)) == 2


def test_a_second_stop_prolongs_nothing(station):
    transaction_id = begun()
    result("StopTransaction", stop(transaction_id, 20, 8000))
    result("StopTransaction", stop(transaction_id, 200, 8000, reason="PowerLoss"))
    _, facts = session(transaction_id)
    assert (facts["ended_at"], facts["energy_wh"]) == (at(20), "7000")
    assert facts["stopped_reason"] == "Local"
    assert "conflicting_event" in facts["flags"]


def test_the_same_stop_twice_is_one(station):
    save_token()
    transaction_id = begun()
    first = result("StopTransaction", stop(transaction_id, idTag="04AA"))
    save_token(status="Blocked", updated_at="2036-01-01T00:00:00Z")
    assert result("StopTransaction", stop(transaction_id, idTag="04AA"), "again") == first
    assert first == {"idTagInfo": {"status": "Accepted"}}
    assert "conflicting_event" not in session(transaction_id)[1]["flags"]


def test_a_start_looks_at_no_message_from_before_it(station, monkeypatch):
    """Some stations name -1 all day long: 90 days of that would slow down every start."""
    from ocpp_gateway.ocpp16 import transaction_records

    looked_at = []

    def orphan(key: str, content: dict) -> object:
        looked_at.append(key)
        return made(key, content)

    made = transaction_records.orphan
    monkeypatch.setattr(transaction_records, "orphan", orphan)
    for minute in range(-20, 0):
        result("MeterValues", metered(-1, minute, 1000), f"m{minute}", received=0)
    result("MeterValues", metered(-1, 5, 3000), received=9)
    unread = metered(-1, 6, 3500)
    unread["meterValue"][0]["timestamp"] = "soon"
    result("MeterValues", unread, "odd", received=9)
    transaction_id = result("StartTransaction", start(), "s1", received=10)["transactionId"]
    assert len(looked_at) == 2
    assert len(ledger(transaction_id)) == 3


def test_meter_values_outside_of_a_transaction_are_a_fact(station):
    from tests.unit.ocpp_gateway.inbound.speaking import facts

    result("MeterValues", metered(None, 1, 4000))
    (fact,) = facts()
    assert orjson.loads(fact.payload) == metered(None, 1, 4000)
    assert [value["register_wh"] for value in records("meter-value").values()] == ["4000"]
    assert records("unmatched-message") == {}


def test_meter_values_that_cannot_be_read_are_kept_as_they_came(station):
    """R-RPC-12: a person may read what we cannot."""
    from tests.unit.ocpp_gateway.inbound.speaking import facts

    odd = {"connectorId": 1, "meterValue": {"timestamp": at(1), "wh": 4000}, "vendor": "x"}
    result("MeterValues", odd)
    assert [orjson.loads(fact.payload) for fact in facts()] == [odd]


def test_a_message_that_breaks_its_schema_is_not_lost(station):
    transaction_id = begun(start(idTag="0" * 30, vendorStuff=1))
    odd = metered(transaction_id, 1, 4000)
    odd["meterValue"][0]["sampledValue"].append({"value": "21", "measurand": "Coffee"})
    result("MeterValues", odd)
    broken_stop = stop(transaction_id)
    del broken_stop["timestamp"]
    result("StopTransaction", broken_stop | {"reason": "Tired"})
    known, _ = session_of(transaction_id)
    assert "schema_violation" in known.flags
    assert known.energy_wh == 8000
    assert known.ended is not None


def test_transaction_data_is_part_of_the_end(station):
    transaction_id = begun()
    data = [reading(0, 1000, "Transaction.Begin"), reading(10, 5000), reading(30, 9000)]
    result("StopTransaction", stop(transaction_id, transactionData=data))
    assert [wh for _, wh in session(transaction_id)[1]["telemetry"]] == ["1000", "5000", "9000"]


def test_a_message_that_must_not_be_lost_closes_the_socket_in_trouble(station, broken, monkeypatch):
    from ocpp_gateway import connections
    from tests.unit.ocpp_gateway.inbound.speaking import call

    closed = []
    monkeypatch.setattr(connections, "close", closed.append)
    broken("BatchGetItem", "TransactWriteItems", "Query")
    assert call("StartTransaction", start(), protocol="ocpp1.6") is None
    assert closed == ["S0CK3T="]


def test_a_status_that_breaks_its_schema_is_refused_in_words_of_1_6(station):
    assert error("StatusNotification", {"connectorId": 1}) == "OccurrenceConstraintViolation"
    assert error("MakeCoffee", {}) == "NotImplemented"
    assert error("TransactionEvent", {}) == "NotImplemented"


def test_no_display_of_1_6_shows_costs(station):
    """Whatever was once told of its variables: CostUpdated cannot be said in 1.6."""
    from ocpp_gateway.domain.costs import SHOWS_COSTS
    from ocpp_gateway.records import put_record

    content = {"attributes": [{"type": "Actual", "value": "true"}]}
    put_record("CP1", "variable", SHOWS_COSTS, content, START)
    save_token()
    transaction_id = begun()
    result("MeterValues", metered(transaction_id, 1, 4000))
    result("StopTransaction", stop(transaction_id, 1.5, idTag="04aa"))
    assert [item.shows_costs for item in ledger(transaction_id)] == [None, None, None]
    folded, _ = session_of(transaction_id)
    assert not folded.shows_costs


BUDGETS = {
    "Authorize": ({"idTag": "04AA"}, 1, 1),
    "StartTransaction": (start(), 3, 2),
    "BootNotification": ({"chargePointVendor": "A", "chargePointModel": "B"}, 2, 1),
    "Heartbeat": ({}, 1, 0),
    "StatusNotification": (status("Preparing"), 1, 1),
}


@pytest.mark.parametrize("action", BUDGETS)
def test_a_message_keeps_its_budget(station, trips, action):
    save_token()
    payload, first, replay = BUDGETS[action]
    for budget in (first, replay):
        trips.clear()
        result(action, payload)
        assert trips.total() == budget, dict(trips.made)


def test_the_messages_of_a_transaction_keep_theirs(station, trips, monkeypatch):
    from ocpp_gateway.ocpp16 import meter_values

    save_token()
    transaction_id = begun()
    result("Heartbeat", {})
    monkeypatch.setattr(meter_values, "_ours", set())
    for action, payload, budget in (
        ("MeterValues", metered(transaction_id, 0.2, 2000), 2),
        ("MeterValues", metered(transaction_id, 0.4, 3000), 1),
        ("StatusNotification", status("Charging", 0.5), 2),
        ("StopTransaction", stop(transaction_id, idTag="04AA"), 2),
    ):
        trips.clear()
        result(action, payload)
        assert trips.total() == budget, (action, dict(trips.made))


@pytest.mark.parametrize(
    ("policy", "boot_status", "protocol", "standing"),
    [
        ("Accepted", None, "ocpp1.6", "Accepted"),
        ("Accepted", None, "ocpp2.0.1", "Unbooted"),
        ("Accepted", "Pending", "ocpp1.6", "Pending"),
        ("Pending", None, "ocpp1.6", "Pending"),
        ("Rejected", "Accepted", "ocpp1.6", "Rejected"),
    ],
)
def test_a_1_6_station_that_only_changed_its_url_is_accepted(
    register, policy, boot_status, protocol, standing
):
    from tests.unit.ocpp_gateway.inbound.test_sockets import authorize

    register(registration=policy, boot_status=boot_status)
    context = authorize(**{"Sec-WebSocket-Protocol": protocol})["context"]
    assert context["standing"] == standing
