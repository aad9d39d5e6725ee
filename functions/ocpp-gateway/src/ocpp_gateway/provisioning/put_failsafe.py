"""What a station may draw when nobody balances its site, changed by an operator (R-SC-7)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from pynamodb.expressions.update import Action

from corridor_kernel.problems import invalid, not_found
from ocpp_gateway.call_items import find_station
from ocpp_gateway.provisioning.show_failsafe import show_failsafe
from ocpp_gateway.provisioning.start_provisioning import start_if_due
from ocpp_gateway.tables import StationTable

_NAMES: Final = ("station_w", "evse_w")


def put_failsafe(
    station_id: str, limits: Mapping[str, int | None], now: datetime
) -> dict[str, Any]:
    """These limits in W from now on, and no others; as `show_failsafe`. Problem 404 or 422.

    A limit that is not named is taken back. The station is in doubt: a run that is open is
    followed by another, else one starts now, or at its next connect if it is not there.
    """
    station = find_station(station_id)
    if station is None:
        raise not_found("station", station_id)
    faults = [(name, "must be above 0") for name, limit in limits.items() if not _is_limit(limit)]
    if faults:
        raise invalid(faults)
    wanted = {name: limits.get(name) for name in _NAMES}
    changes: list[Action] = [
        StationTable.failsafe.set(wanted),
        StationTable.provisioned_for.remove(),
    ]
    station.update(changes)
    start_if_due(station_id, now, requested=True)
    return show_failsafe(station_id)


def _is_limit(limit: int | None) -> bool:
    return limit is None or limit > 0
