"""One CALL of ours per station, in order, whatever happens in between (R-RPC-6, 7)."""

from datetime import timedelta

import pytest

from corridor_kernel.ocpp.calls import Outcome
from corridor_kernel.ocpp.frames import CallError, CallResult
from ocpp_gateway import call_items, race
from ocpp_gateway import pump_calls as pump_calls_module
from ocpp_gateway.complete_call import complete_call
from ocpp_gateway.domain.calls import Ending
from ocpp_gateway.end_inflight_call import end_inflight_call
from ocpp_gateway.finish_call import finish_call
from ocpp_gateway.pump_calls import pump_calls
from ocpp_gateway.receive_answer import receive_answer
from ocpp_gateway.time_out_call import time_out_call
from tests.unit.ocpp_gateway.outbound.conftest import NOW, SOCKET, ask, call, ending, out

ACCEPTED = {"status": "Accepted"}


def answer(call_id, payload=ACCEPTED):
    receive_answer("CS1", CallResult(call_id, payload), NOW)


def time_out(air, call_id, nth=0):
    attempts = [deadline for deadline in air.deadlines if deadline[1] == call_id]
    time_out_call(*attempts[nth][:3], NOW)


def test_a_call_goes_out_on_the_stations_socket(station, air):
    ask("c1")
    assert air.frames == [(SOCKET, [2, "c1", "ClearCache", {}])]
    assert (call().state, out(), call_items.next_waiting("CS1")) == ("Sent", "c1", None)


def test_the_next_call_waits_for_the_answer(station, air):
    ask("c1")
    ask("c2")
    ask("c3")
    assert air.sent == ["c1"]
    answer("c1")
    assert (air.sent, out()) == (["c1", "c2"], "c2")
    answer("c2")
    answer("c3")
    assert (air.sent, out()) == (["c1", "c2", "c3"], None)
    assert [ending(name) for name in ("c1", "c2", "c3")] == ["Result"] * 3


def test_calls_go_out_in_the_order_of_the_queue(station, air):
    ask("c1")
    ask("c10")
    ask("c9")
    answer("c1")
    assert air.sent == ["c1", "c9"]


def test_the_deadline_is_set_before_the_frame_goes_out(station, air):
    air.on_deadline_set = lambda call_id: air.sent == [] or pytest.fail("too late")
    ask("c1", timeout_s=60)
    assert [(call_id, timeout_s) for _, call_id, _, timeout_s in air.deadlines] == [("c1", 60)]


@pytest.mark.parametrize("answers", [[], ["c1"]])
def test_a_redelivered_message_changes_nothing(station, air, answers, outbox):
    ask("c1")
    for call_id in answers:
        answer(call_id)
    before = call().attribute_values
    ask("c1", after_s=40)
    assert call().attribute_values == before
    assert air.sent == ["c1"]
    assert len(outbox()) == len(answers)


def test_a_redelivered_message_changes_nothing_while_the_call_waits(station, air):
    ask("c1")
    ask("c2")
    ask("c2")
    answer("c1")
    answer("c2")
    assert air.sent == ["c1", "c2"]


def test_a_result_ends_the_call_and_is_told(station, air, outbox):
    ask("c1")
    answer("c1")
    assert call().response == ACCEPTED
    assert outbox() == [
        (
            "CallFinished",
            {
                "station_id": "CS1",
                "call_id": "c1",
                "action": "ClearCache",
                "outcome": "Result",
                "response": ACCEPTED,
            },
        )
    ]


def test_a_password_that_a_station_tells_is_kept_nowhere(station, air, outbox):
    """It is WriteOnly, and some tell it (R-RPC-14); whatever else is in the answer stays."""
    named = [
        {"component": {"name": "SecurityCtrlr"}, "variable": {"name": name}}
        for name in ("BasicAuthPassword", "Identity")
    ]
    told = [{**one, "attributeStatus": "Accepted", "attributeValue": "s3cret"} for one in named]
    ask("c1", "GetVariables", payload={"getVariableData": named})
    answer("c1", {"getVariableResult": [*told, "odd", {"variable": 7}]})
    hidden, open_, *odd = call().response["getVariableResult"]
    assert hidden == {**named[0], "attributeStatus": "Accepted"}
    assert (open_, odd) == (told[1], ["odd", {"variable": 7}])
    assert outbox()[0][1]["response"] == call().response


def test_an_error_ends_the_call_and_is_told(station, air, outbox):
    ask("c1")
    receive_answer("CS1", CallError("c1", "NotSupported", "no cache"), NOW)
    assert (ending(), call().error_code, call().error_description) == (
        "Error",
        "NotSupported",
        "no cache",
    )
    assert outbox()[0][1]["error_code"] == "NotSupported"


def test_a_result_that_breaks_its_schema_is_kept_and_flagged(station, air):
    ask("c1")
    answer("c1", {"status": "Perhaps"})
    assert (ending(), call().response) == ("Result", {"status": "Perhaps"})
    assert "status" in call().violation


def test_a_late_answer_is_dropped(station, air, outbox):
    ask("c1")
    ask("c2")
    time_out(air, "c1")
    answer("c1")
    assert (ending("c1"), call("c1").response) == ("Timeout", None)
    assert (air.sent, out(), len(outbox())) == (["c1", "c2"], "c2", 1)


@pytest.mark.parametrize("call_id", ["c2", "never-sent"])
def test_an_answer_to_what_is_not_out_is_dropped(station, air, call_id):
    ask("c1")
    ask("c2")
    answer(call_id)
    assert (ending("c1"), ending("c2"), out()) == (None, None, "c1")


def test_a_deadline_after_the_answer_does_nothing(station, air):
    ask("c1")
    answer("c1")
    time_out(air, "c1")
    assert ending() == "Result"


def test_only_one_of_an_answer_and_a_deadline_ends_a_call(station, air, outbox):
    ask("c1")
    seen_by_both = [call(), call()]
    endings = [Ending(Outcome.RESULT, response=ACCEPTED), Ending(Outcome.TIMEOUT)]
    ends = [finish_call(*pair, NOW) for pair in zip(seen_by_both, endings, strict=True)]
    assert (ends, ending(), len(outbox())) == ([True, False], "Result", 1)


def race_two_pumps(air):
    """c2's turn comes; while one pump has set its deadline, another pump runs through."""

    def another_pump_meanwhile(call_id):
        air.on_deadline_set = lambda call_id: None
        pump_calls("CS1", NOW)

    ask("c1")
    ask("c2")
    air.on_deadline_set = another_pump_meanwhile
    answer("c1")


def test_two_pumps_send_once(station, air):
    race_two_pumps(air)
    assert (air.sent, out()) == (["c1", "c2"], "c2")


def test_the_deadline_of_a_pump_that_lost_does_nothing(station, air):
    race_two_pumps(air)
    time_out(air, "c2", nth=0)
    assert (ending("c2"), out()) == (None, "c2")
    time_out(air, "c2", nth=1)
    assert ending("c2") == "Timeout"


def test_a_call_that_was_answered_meanwhile_is_not_sent_again(station, air):
    def another_pump_and_the_answer_meanwhile(call_id):
        air.on_deadline_set = lambda call_id: None
        pump_calls("CS1", NOW)
        answer(call_id)

    air.on_deadline_set = another_pump_and_the_answer_meanwhile
    ask("c1")
    assert (air.sent, ending(), out()) == (["c1"], "Result", None)


def test_a_call_that_overtook_meanwhile_keeps_its_place(station, air):
    """Who asks and who takes over write a call down: either may come first."""

    def an_earlier_call_meanwhile(call_id):
        air.on_deadline_set = lambda call_id: None
        ask("c1")

    air.on_deadline_set = an_earlier_call_meanwhile
    ask("c2")
    assert (air.sent, out(), call("c2").state) == (["c1"], "c1", "Queued")


def test_an_answer_may_come_before_send_returns(station, air):
    air.on_send = answer
    ask("c1")
    ask("c2")
    assert (air.sent, out()) == (["c1", "c2"], None)
    assert [ending("c1"), ending("c2")] == ["Result", "Result"]


def test_a_call_whose_sending_crashed_ends_by_its_deadline(station, air):
    air.on_send = lambda call_id: (_ for _ in ()).throw(ConnectionError)
    with pytest.raises(ConnectionError):
        ask("c1")
    air.on_send = lambda call_id: None
    ask("c1")
    ask("c2")
    assert (air.sent, out()) == (["c1"], "c1")
    time_out(air, "c1")
    assert (ending("c1"), air.sent, out()) == ("Timeout", ["c1", "c2"], "c2")


def test_a_crash_before_the_marker_loses_no_call(station, air, monkeypatch):
    with monkeypatch.context() as crash:
        crash.setattr(race, "transaction", lambda: (_ for _ in ()).throw(ConnectionError))
        with pytest.raises(ConnectionError):
            ask("c1")
    ask("c1")
    time_out(air, "c1", nth=0)
    assert (air.sent, ending(), out()) == (["c1"], None, "c1")
    time_out(air, "c1", nth=1)
    assert ending() == "Timeout"


def test_a_call_to_a_station_that_is_offline_ends_at_once(station, air):
    StationOf(station).goes_offline()
    ask("c1")
    assert (ending(), air.sent, air.deadlines) == ("Offline", [], [])


def test_a_call_that_no_socket_took_was_never_sent(station, air):
    """Not Disconnected: a remote start would wait for a car that was never told (R-TX-11)."""
    air.gone.add(SOCKET)
    ask("c1")
    assert (ending(), out()) == ("Offline", None)


def test_a_socket_that_vanished_silently_is_noted_as_closed(station, air, outbox):
    """`$disconnect` is best effort (aws.md 1.4): the station would be online for ever."""
    StationOf(station).becomes(connected_at=NOW - timedelta(minutes=5))
    air.gone.add(SOCKET)
    ask("c1")
    ask("c2")
    assert call_items.find_station("CS1").connection_id is None
    assert ("StationDisconnected", {"station_id": "CS1", "connection_id": SOCKET}) in outbox()
    assert [ending("c1"), ending("c2"), len(air.deadlines)] == ["Offline", "Offline", 1]


def test_a_socket_that_is_being_opened_may_seem_gone(station, air, outbox):
    StationOf(station).becomes(connected_at=NOW - timedelta(seconds=2))
    air.gone.add(SOCKET)
    ask("c1")
    assert call_items.find_station("CS1").connection_id == SOCKET
    assert [name for name, _ in outbox()] == ["CallFinished"]


def test_a_reconnect_meanwhile_is_no_closed_socket(station, air, monkeypatch):
    StationOf(station).becomes(connected_at=NOW - timedelta(minutes=5))
    air.gone.add(SOCKET)
    air.on_deadline_set = lambda _: StationOf(station).connects("new")
    ask("c1")
    assert call_items.find_station("CS1").connection_id == "new"


def test_a_disconnect_ends_the_call_that_is_out_and_those_that_wait(station, air):
    ask("c1")
    ask("c2")
    ask("c3")
    StationOf(station).goes_offline()
    end_inflight_call("CS1", Outcome.DISCONNECTED, NOW)
    assert [ending(name) for name in ("c1", "c2", "c3")] == ["Disconnected", "Offline", "Offline"]
    assert (air.sent, out()) == (["c1"], None)


def test_a_pump_ends_some_calls_and_leaves_the_rest_to_the_stream(station, air, monkeypatch):
    monkeypatch.setattr(pump_calls_module, "_TURNS", 2)
    for name in ("c1", "c2", "c3", "c4"):
        ask(name)
    StationOf(station).goes_offline()
    end_inflight_call("CS1", Outcome.DISCONNECTED, NOW)
    assert (ending("c3"), ending("c4")) == ("Offline", None)
    complete_call(call("c3"), NOW)
    assert ending("c4") == "Offline"


def test_a_disconnect_that_comes_late_spares_the_call_on_the_new_socket(station, air):
    StationOf(station).connects("new")
    ask("c1")
    end_inflight_call("CS1", Outcome.DISCONNECTED, NOW)
    assert (ending(), out()) == (None, "c1")


def test_a_call_on_a_socket_that_vanished_silently_makes_way_for_the_next(station, air):
    ask("c1")
    StationOf(station).connects("new")
    ask("c2")
    assert (ending("c1"), air.frames[1][0], out()) == ("Disconnected", "new", "c2")


def test_a_reconnect_between_a_pumps_reads_costs_no_call(station, air, monkeypatch):
    """Another pump sends on the new socket after this one has read the station."""

    def read_then_reconnect(call):
        read = call_items.station_of(call)
        monkeypatch.setattr(pump_calls_module, "station_of", call_items.station_of)
        StationOf(station).connects("new")
        pump_calls("CS1", NOW)
        return read

    monkeypatch.setattr(pump_calls_module, "station_of", read_then_reconnect)
    ask("c1")
    ask("c2")
    assert (air.frames, ending("c1"), out()) == (
        [("new", [2, "c1", "ClearCache", {}])],
        None,
        "c1",
    )


def test_a_call_in_words_that_the_station_no_longer_speaks_is_not_sent(station, air):
    """New firmware came with another version while the call waited."""
    ask("c1")
    ask("c2")
    StationOf(station).becomes(connection_id="new", connection_protocol="ocpp1.6")
    pump_calls("CS1", NOW)
    assert ([ending("c1"), ending("c2")], air.sent) == (["Disconnected", "Invalid"], ["c1"])
    ask("c3")
    assert air.sent == ["c1", "c3"]


def test_a_call_whose_deadline_was_lost_makes_way_for_the_next(station, air):
    ask("c1", timeout_s=45)
    ask("c2", after_s=104)
    assert (ending("c1"), out()) == (None, "c1")
    ask("c3", after_s=106)
    assert (ending("c1"), out()) == ("Timeout", "c2")


def test_a_call_that_waited_its_time_out_is_not_sent(station, air):
    ask("c1")
    ask("c2", timeout_s=30)
    receive_answer("CS1", CallResult("c1", ACCEPTED), NOW + timedelta(seconds=31))
    assert (ending("c2"), air.sent) == ("Timeout", ["c1"])


@pytest.mark.parametrize("changes", [{"registration": "Rejected"}, {"boot_status": "Rejected"}])
def test_nothing_is_sent_to_a_rejected_station(station, air, changes):
    StationOf(station).becomes(**changes)
    ask("c1")
    assert (ending(), air.sent) == ("Invalid", [])
    assert "R-BOOT-3" in call().error_description


@pytest.mark.parametrize(
    ("action", "payload", "asked"),
    [
        ("GetBaseReport", {"requestId": 1, "reportBase": "FullInventory"}, {"NotifyReport"}),
        ("GetReport", {"requestId": 1}, {"NotifyReport"}),
        ("TriggerMessage", {"requestedMessage": "Heartbeat"}, {"Heartbeat"}),
        (
            "TriggerMessage",
            {"requestedMessage": "SignChargingStationCertificate"},
            {"SignCertificate"},
        ),
        ("ClearCache", {}, None),
    ],
)
def test_what_a_pending_station_is_asked_for_is_remembered(station, air, action, payload, asked):
    StationOf(station).becomes(registration="Pending")
    air.on_send = lambda call_id: station.refresh()
    ask("c1", action, payload=payload)
    assert station.asked == asked


def test_an_accepted_station_needs_no_list_of_what_it_is_asked_for(station, air):
    ask("c1", "TriggerMessage", payload={"requestedMessage": "Heartbeat"})
    station.refresh()
    assert station.asked is None


class StationOf:
    """What happens to a station between our calls."""

    def __init__(self, station):
        self.station = station

    def becomes(self, **changes):
        model = type(self.station)
        self.station.update([getattr(model, name).set(value) for name, value in changes.items()])

    def connects(self, connection_id):
        self.becomes(connection_id=connection_id)

    def goes_offline(self):
        self.station.update([type(self.station).connection_id.remove()])
