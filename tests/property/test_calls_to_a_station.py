"""Calls to one station under any interleaving of answers, deadlines, cuts, repeats and crashes."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import orjson
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from moto import mock_aws

from corridor_aws.outbox import OutboxItem
from corridor_kernel.ocpp.calls import Outcome
from corridor_kernel.ocpp.frames import CallError, CallResult
from ocpp_gateway import connections, deadlines, receive_answer, time_out_call
from ocpp_gateway.complete_call import complete_call
from ocpp_gateway.domain.calls import CallRequest
from ocpp_gateway.end_inflight_call import end_inflight_call
from ocpp_gateway.enqueue_call import enqueue_call
from ocpp_gateway.tables import CallTable, RecordTable, StationTable

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
TABLES = (StationTable, CallTable, RecordTable, OutboxItem)


class Crash(Exception):
    """The function's environment dies here."""


class CallsToAStation(RuleBasedStateMachine):
    """One station, its queue, its socket, the deadlines that were set, the call table's stream."""

    def __init__(self):
        super().__init__()
        self.aws = mock_aws()
        self.aws.start()
        for table in TABLES:
            table.create_table(billing_mode="PAY_PER_REQUEST")
        self.ports = (
            patch.multiple(connections, send=self.send),
            patch.multiple(
                deadlines, call_times_out=lambda *deadline: self.deadlines.append(deadline[:3])
            ),
        )
        for port in self.ports:
            port.start()
        self.station = StationTable("CS1", "station", registration="Accepted", evses=[])
        self.station.protocol = "ocpp2.0.1"
        self.station.save()
        self.sockets = 0
        self.asked: list[CallRequest] = []
        self.sent: list[str] = []
        self.deadlines: list[tuple[str, str, str]] = []
        self.told: set[str] = set()
        self.outcomes: dict[str, str] = {}
        self.crashes = False
        self.gone = False

    def teardown(self):
        for port in self.ports:
            port.stop()
        self.aws.stop()

    def send(self, connection_id, text):
        if self.gone:
            return False
        self.sent.append(orjson.loads(text)[1])
        if self.crashes:
            raise Crash
        return True

    def dies(self, what, *arguments):
        """Run a step that may crash once the frame is out."""
        try:
            what(*arguments)
        except Crash:
            pass
        finally:
            self.crashes = False

    def calls(self):
        return {item.call_id: item for item in CallTable.query("CS1") if item.item != "in-flight"}

    @rule(faulty=st.booleans())
    def ask(self, faulty):
        action = "MakeCoffee" if faulty else "ClearCache"
        self.asked.append(CallRequest("CS1", f"{len(self.asked):03}", action, {}, 45))
        self.take_over(self.asked[-1])

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def ask_again(self, data):
        self.take_over(data.draw(st.sampled_from(self.asked)))

    def take_over(self, request):
        self.dies(enqueue_call, request, request.call_id, NOW, NOW)

    @rule(late=st.booleans(), error=st.booleans(), data=st.data())
    @precondition(lambda self: self.sent)
    def answer(self, late, error, data):
        call_id = data.draw(st.sampled_from(self.sent)) if late else self.sent[-1]
        frame = CallError(call_id, "GenericError") if error else CallResult(call_id, {})
        self.dies(receive_answer.receive_answer, "CS1", frame, NOW)

    @rule()
    @precondition(lambda self: self.sent)
    def answer_and_crash_before_the_next_call(self):
        with patch.object(receive_answer, "pump_calls"):
            receive_answer.receive_answer("CS1", CallResult(self.sent[-1], {}), NOW)

    @rule(data=st.data())
    @precondition(lambda self: self.deadlines)
    def deadline(self, data):
        due = data.draw(st.sampled_from(self.deadlines))
        self.dies(time_out_call.time_out_call, *due, NOW)

    @rule()
    def connect(self):
        self.sockets += 1
        self.gone = False
        self.station.update([StationTable.connection_id.set(f"socket-{self.sockets}")])

    @rule()
    def disconnect(self):
        self.station.update([StationTable.connection_id.remove()])
        self.dies(end_inflight_call, "CS1", Outcome.DISCONNECTED, NOW)

    @rule()
    def vanish(self):
        self.gone = True

    @rule()
    def crash_at_the_next_sending(self):
        self.crashes = True

    @rule()
    def stream(self):
        """Finished calls reach the stream's function, each once, in any order."""
        for call_id, call in self.calls().items():
            if call.state == "Finished" and call_id not in self.told:
                self.dies(complete_call, call, NOW)
                self.told.add(call_id)

    @invariant()
    def all_is_well(self):
        items = list(CallTable.query("CS1"))
        marked = [item.call_id for item in items if item.item == "in-flight"]
        calls = {item.call_id: item for item in items if item.item != "in-flight"}
        self.one_call_is_out_and_the_marker_names_it(calls, marked)
        self.each_call_goes_out_at_most_once_and_in_order()
        self.a_call_ends_once_and_is_told_once(calls)
        self.no_call_waits_for_nothing(calls)

    def one_call_is_out_and_the_marker_names_it(self, calls, marked):
        out = [call_id for call_id, call in calls.items() if call.state == "Sent"]
        assert marked == out
        assert len(out) <= 1

    def each_call_goes_out_at_most_once_and_in_order(self):
        assert self.sent == sorted(set(self.sent))

    def a_call_ends_once_and_is_told_once(self, calls):
        ended = {name: c.outcome for name, c in calls.items() if c.state == "Finished"}
        assert ended.items() >= self.outcomes.items()
        if ended != self.outcomes:
            told = [orjson.loads(item.detail)["data"]["call_id"] for item in OutboxItem.scan()]
            assert sorted(told) == sorted(ended)
        self.outcomes = ended

    def no_call_waits_for_nothing(self, calls):
        """A call waits for the call that is out, or for the stream to make a crash good."""
        states = {call.state for call in calls.values()}
        assert not ("Queued" in states and "Sent" not in states and self.told >= {*self.outcomes})


CallsToAStation.TestCase.settings = settings(
    max_examples=20, stateful_step_count=15, deadline=timedelta(seconds=60)
)
test_calls_to_a_station = CallsToAStation.TestCase
