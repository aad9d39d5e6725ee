"""Note that a station's socket is closed, and tell of it, unless the station has a newer one."""

from datetime import datetime

from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from ocpp_gateway.race import won
from ocpp_gateway.station_events import station_disconnected
from ocpp_gateway.tables import StationTable


def forget_socket(station_id: str, connection_id: str, now: datetime) -> None:
    """Both or neither; for a socket that the station no longer has, nothing changes."""

    def write(items: TransactWrite) -> None:
        current = StationTable.connection_id
        changes: list[Action] = [current.remove(), StationTable.disconnected_at.set(now)]
        items.update(StationTable(station_id, "station"), changes, current == connection_id)
        items.save(station_disconnected(station_id, connection_id, now))

    won(write)
