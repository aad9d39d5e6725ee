"""Note that a station's socket is closed, unless it has a newer one."""

from datetime import datetime

from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from corridor_kernel.ocpp.calls import Outcome
from ocpp_gateway.end_inflight_call import end_inflight_call
from ocpp_gateway.race import won
from ocpp_gateway.station_events import station_disconnected
from ocpp_gateway.tables import StationTable


def close_connection(station_id: str, connection_id: str, now: datetime) -> None:
    """A `$disconnect` that comes after the reconnect changes nothing (aws.md §1.4).

    Either way the CALL that was out on the closed socket ends.
    """

    def write(items: TransactWrite) -> None:
        current = StationTable.connection_id
        changes: list[Action] = [current.remove(), StationTable.disconnected_at.set(now)]
        items.update(StationTable(station_id, "station"), changes, current == connection_id)
        items.save(station_disconnected(station_id, connection_id, now))

    won(write)
    end_inflight_call(station_id, Outcome.DISCONNECTED, now)
