"""All stations, page by page, in the order of their ids."""

from typing import Any

from corridor_aws.paging import page
from ocpp_gateway.show_station import summary
from ocpp_gateway.tables import StationTable


def list_stations(limit: int, cursor: str | None) -> dict[str, Any]:
    """`{items, cursor}`; Problem 400 for a bad limit or cursor."""

    def query(**which: Any) -> Any:
        return StationTable.by_kind.query("station", **which)

    keys, next_cursor = page(query, limit, cursor)
    found = StationTable.batch_get([(key.station_id, "station") for key in keys])
    stations = sorted(found, key=lambda station: station.station_id)
    return {"items": [summary(station) for station in stations], "cursor": next_cursor}
