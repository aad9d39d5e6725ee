"""A station is back: its list may have been left behind, or lost with a reboot."""

from datetime import datetime

from corridor_kernel.ocpp.registration import Provisioning
from ocpp_gateway.call_items import find_station
from ocpp_gateway.local_lists.sync_local_list import Occasion, sync_local_list


def follow_up(station_id: str, now: datetime, *, booted: bool) -> None:
    """After a boot the station is asked which version it has; after a reconnect it is believed."""
    station = find_station(station_id)
    if station is None or station.provisioning:
        return  # an open run sees to the list itself
    if station.provisioning_policy != Provisioning.ON_REQUEST:
        sync_local_list(station_id, now, Occasion(doubt=booted))
