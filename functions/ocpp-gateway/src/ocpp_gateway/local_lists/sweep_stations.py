"""A hundred stations at a time: each that may have a list is looked at by itself."""

from corridor_kernel.ocpp.registration import Provisioning
from ocpp_gateway.deadlines import sweep_local_lists, sync_local_list
from ocpp_gateway.tables import StationTable

_PAGE = 100


def sweep_stations(after: str | None) -> None:
    """Stations whose ids come after `after`; what is offline is looked at when it connects."""
    beyond = StationTable.station_id > after if after else None
    keys = [key.station_id for key in StationTable.by_kind.query("station", beyond, limit=_PAGE)]
    found = StationTable.batch_get([(key, "station") for key in keys])
    for station in found:
        if _is_due(station):
            sync_local_list(station.station_id)
    if len(keys) == _PAGE:
        sweep_local_lists(keys[-1], 0)


def _is_due(station: StationTable) -> bool:
    is_left_alone = station.provisioning_policy == Provisioning.ON_REQUEST
    return station.connection_id is not None and not is_left_alone
