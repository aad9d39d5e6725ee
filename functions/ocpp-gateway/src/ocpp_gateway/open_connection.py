"""Take a socket into use: the newest of a station wins (R-RPC-3)."""

from dataclasses import dataclass
from datetime import datetime

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.update import Action

from corridor_aws.tables import is_condition_failure, transaction
from ocpp_gateway.deadlines import close_later
from ocpp_gateway.domain.subprotocols import choose
from ocpp_gateway.station_events import station_connected
from ocpp_gateway.tables import LedgerTable, StationTable

NO_PROTOCOL_DELAY_S = 1
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Opening:
    """A handshake of an authorized station; `former` is the socket it seems to have already."""

    station_id: str
    connection_id: str
    offered_protocols: str
    former: str | None


def open_connection(opening: Opening, now: datetime) -> str | None:
    """The subprotocol to echo; None completes the handshake without one, and then closes."""
    protocol = choose(opening.offered_protocols)
    if protocol is None:
        close_later(opening.connection_id, NO_PROTOCOL_DELAY_S)
        return None
    former = _record(opening, protocol, now)
    if former:
        close_later(former, 0)  # its $disconnect then ends the CALL that was out on it
    return protocol


def _record(opening: Opening, protocol: str, now: datetime) -> str | None:
    """The socket that this one replaced, found out by the write itself: no read comes first."""
    former = opening.former
    for _ in range(_TRIES):
        try:
            _save(opening, protocol, former, now)
        except TransactWriteError as error:
            if not is_condition_failure(error):
                raise
            former = _connection_id_in(error)
        else:
            return former
    raise RuntimeError("the station's item changes all the time")


def _save(opening: Opening, protocol: str, former: str | None, now: datetime) -> None:
    current = StationTable.connection_id
    is_expected = current == former if former else current.does_not_exist()
    changes: list[Action] = [
        current.set(opening.connection_id),
        StationTable.connection_protocol.set(protocol),
        StationTable.connected_at.set(now),
        StationTable.disconnected_at.remove(),
        StationTable.last_seen.set(now),
    ]
    event = station_connected(opening.station_id, opening.connection_id, protocol, now)
    with transaction() as writes:
        station = StationTable(opening.station_id, "station")
        condition = StationTable.kind.exists() & is_expected
        writes.update(station, changes, condition=condition, return_values="ALL_OLD")
        # A station may only come in while the ledger can take what it says (R-OUT-1).
        nothing = LedgerTable.event.does_not_exist()
        writes.condition_check(LedgerTable, opening.station_id, "handshake", nothing)
        writes.save(event)


def _connection_id_in(error: TransactWriteError) -> str | None:
    for reason in error.cancellation_reasons:
        if reason and reason.raw_item:
            return StationTable.from_raw_data(reason.raw_item).connection_id
    return None
