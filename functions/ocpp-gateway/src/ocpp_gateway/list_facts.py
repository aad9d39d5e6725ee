"""What a station reported, action by action, as it came; the newest first."""

from typing import Any

import orjson

from corridor_aws.paging import page
from corridor_kernel.problems import not_found
from corridor_kernel.times import to_text
from ocpp_gateway.routes import ROUTES
from ocpp_gateway.tables import FactTable


def list_facts(station_id: str, action: str, limit: int, cursor: str | None) -> dict[str, Any]:
    """`{items: [{message_id, payload, violation, received_at}], cursor}` of 90 days.

    Problem 400 for a bad limit or cursor, 404 for what no station says in any version.
    """
    if not any(action in routes for routes in ROUTES.values()):
        raise not_found("action of stations", action)

    def query(**which: Any) -> Any:
        condition = FactTable.arrival.startswith(f"{action}#")
        return FactTable.by_action.query(station_id, condition, scan_index_forward=False, **which)

    items, next_cursor = page(query, limit, cursor)
    return {"items": [_shown(item) for item in items], "cursor": next_cursor}


def _shown(item: FactTable) -> dict[str, Any]:
    return {
        "message_id": item.message_id,
        "payload": orjson.loads(item.payload),
        "violation": item.violation,
        "received_at": to_text(item.received_at),
    }
