"""Lists of a station: of one that nobody registered there is none, not an empty one."""

from collections.abc import Callable
from typing import Any

from corridor_aws.functions import Operation
from corridor_kernel.problems import not_found
from ocpp_gateway.call_items import find_station


def of_station(listing: Callable[..., dict[str, Any]]) -> Operation:
    """The operation that answers with `listing(station_id, ..., limit, cursor)`; Problem 404."""

    def listed(
        station_id: str, limit: int = 50, cursor: str | None = None, **which: str
    ) -> tuple[int, Any]:
        if find_station(station_id) is None:
            raise not_found("station", station_id)
        return 200, listing(station_id, limit=limit, cursor=cursor, **which)

    return listed
