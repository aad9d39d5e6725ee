"""Send a station's next waiting CALL when none is out: the one place that sends (R-RPC-6).

The order of steps makes every crash harmless. The deadline is set first and names the attempt;
then the marker and the call's state change in one transaction that only one pump can win; only
then the frame goes out. A call whose sending crashed ends by its deadline; a deadline whose
attempt never won finds no such attempt; an answer may come before `send` has returned.
"""

from datetime import datetime, timedelta
from uuid import uuid4

from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from corridor_kernel.ocpp.calls import CallState, Outcome
from corridor_kernel.ocpp.frames import Call, Payload, dump
from ocpp_gateway import connections, deadlines, wire
from ocpp_gateway.call_items import call_of, find_marker, new_marker, next_waiting, station_of
from ocpp_gateway.domain.calls import Ending
from ocpp_gateway.domain.ocpp16.saying import Asked
from ocpp_gateway.domain.outbound_rules import asked, find_loss, find_refusal
from ocpp_gateway.domain.registration import PENDING
from ocpp_gateway.fill_password import RotationOpen, fill_password
from ocpp_gateway.finish_call import finish_call
from ocpp_gateway.forget_socket import forget_socket
from ocpp_gateway.ocpp16 import remote_starts
from ocpp_gateway.race import won
from ocpp_gateway.tables import CallTable, StationTable

_TURNS = 25
_OPEN = Ending(
    Outcome.INVALID, "Not sent: the station has yet to show whether it took its last password."
)
_GONE = Ending(Outcome.OFFLINE, "The socket was closed before the call was sent.")
# @connections does not know a socket yet whose `$connect` is still being answered.
_OPENING = timedelta(minutes=1)


def pump_calls(station_id: str, now: datetime) -> None:
    """Send the next call, and end those that cannot be sent; nothing while one is out.

    Ends at most 25 calls: each that ended comes by the call table's stream and pumps again.
    """
    for _ in range(_TURNS):
        call = next_waiting(station_id)
        if call is None or _is_settled(call, now):
            return


def _is_settled(call: CallTable, now: datetime) -> bool:
    """Whether a call is out now, this one or another; if not, the next turn sees more."""
    # The marker first: a socket read before it could be older than the marker's.
    marker = find_marker(call.station_id)
    station = station_of(call)
    if marker and _is_out(marker, station, now):
        return True
    return _goes_out(call, station, now)


def _is_out(marker: CallTable, station: StationTable, now: datetime) -> bool:
    """Whether the marked call still waits for its answer; one that was lost silently ends here."""
    loss = find_loss(
        on_current_socket=marker.connection_id == station.connection_id,
        out_for=now - marker.sent_at,
        timeout_s=marker.timeout_s,
    )
    if loss:
        finish_call(call_of(marker), loss, now)
    return loss is None


def _goes_out(call: CallTable, station: StationTable, now: datetime) -> bool:
    """Whether this call is out now; if not, it ended or another pump was faster."""
    refusal = find_refusal(
        connected=station.connection_id is not None,
        registrations=(station.registration, station.boot_status),
        waited=now - call.requested_at,
        timeout_s=call.timeout_s,
    )
    refusal = refusal or wire.ending_unasked(call, station.connection_protocol)
    if refusal:
        finish_call(call, refusal, now)
        return False
    _remember_asked(call, station)
    if wire.is_translated(call):
        remote_starts.remember(call, now)
    return _takes_turn(call, station, now) and _is_sent(call, station, now)


def _takes_turn(call: CallTable, station: StationTable, now: datetime) -> bool:
    """Whether this pump got the station's one place for the call."""
    attempt = uuid4().hex
    deadlines.call_times_out(call.station_id, call.call_id, attempt, int(call.timeout_s))

    def write(items: TransactWrite) -> None:
        marker = new_marker(call, attempt, station.connection_id, now)
        items.save(marker, CallTable.item.does_not_exist())
        changes: list[Action] = [
            CallTable.state.set(CallState.SENT),
            CallTable.attempt.set(attempt),
            CallTable.sent_at.set(now),
            CallTable.position.remove(),
        ]
        items.update(call, changes, CallTable.state == CallState.QUEUED)

    taken = won(write)
    call.state, call.attempt = CallState.SENT, attempt
    return taken


def _is_sent(call: CallTable, station: StationTable, now: datetime) -> bool:
    """Whether the socket took the frame; if it is gone, the call ends at once."""
    try:
        text = dump(_frame(call, fill_password(call, now)))
    except RotationOpen:
        finish_call(call, _OPEN, now)
        return False
    sent = connections.send(station.connection_id, text)
    if not sent:
        finish_call(call, _GONE, now)
        _forget_vanished(station, now)
    return sent


def _forget_vanished(station: StationTable, now: datetime) -> None:
    """Nobody said that the socket was closed: `$disconnect` is best effort."""
    if station.connected_at and now - station.connected_at > _OPENING:
        forget_socket(station.station_id, str(station.connection_id), now)


def _frame(call: CallTable, payload: Payload) -> Call:
    said = wire.said(call, payload)
    if not isinstance(said, Asked):
        raise TypeError("a CALL that needs no asking is never sent")
    return Call(call.call_id, said.action, said.payload)


def _remember_asked(call: CallTable, station: StationTable) -> None:
    frame = _frame(call, call.payload)
    actions = asked(frame.action, frame.payload)
    if actions and PENDING in (station.registration, station.boot_status):
        station.update([StationTable.asked.add(actions)])
