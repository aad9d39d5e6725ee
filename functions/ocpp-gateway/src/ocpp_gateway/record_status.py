"""Keep the newest status of a connector, and tell of it: both or neither."""

from collections.abc import Callable
from datetime import datetime

from pynamodb.transactions import TransactWrite

from ocpp_gateway.domain.connector_status import ConnectorStatus
from ocpp_gateway.race import won
from ocpp_gateway.station_events import connector_status_changed
from ocpp_gateway.tables import StationTable


def record_status(
    station_id: str,
    connector: ConnectorStatus,
    now: datetime,
    also: Callable[[TransactWrite], None] = lambda items: None,
) -> bool:
    """False if it is older than, or the same as, what we have: then nothing changes.

    What `also` writes is written with it, both or neither.
    """
    known, status = StationTable.timestamp, StationTable.status
    is_news = (
        known.does_not_exist()
        | (known < connector.timestamp)
        | ((known == connector.timestamp) & (status != connector.status))
    )

    def write(items: TransactWrite) -> None:
        items.save(_item(station_id, connector), is_news)
        items.save(connector_status_changed(station_id, connector, now))
        also(items)

    return won(write)


def _item(station_id: str, connector: ConnectorStatus) -> StationTable:
    return StationTable(
        station_id,
        f"connector#{connector.evse_id}#{connector.connector_id}",
        status=connector.status,
        timestamp=connector.timestamp,
    )
