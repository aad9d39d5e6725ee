"""`$connect`: 404 for a stranger, 503 while we are not well, else the subprotocol (R-RPC-2, 3)."""

from datetime import UTC, datetime
from typing import Any

from ocpp_gateway.breaker import is_open
from ocpp_gateway.domain.headers import header
from ocpp_gateway.open_connection import Opening, open_connection


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """The status reaches the client; trouble raises and so refuses the handshake (R-OUT-1)."""
    request = event["requestContext"]
    who = request["authorizer"]
    if who["known"] != "true":
        return {"statusCode": 404}
    now = datetime.now(UTC)
    if is_open(now):
        return {"statusCode": 503}
    opening = Opening(
        station_id=who["station_id"],
        connection_id=request["connectionId"],
        offered_protocols=header(event, "Sec-WebSocket-Protocol"),
        former=who.get("former"),
    )
    protocol = open_connection(opening, now)
    headers = {"Sec-WebSocket-Protocol": protocol} if protocol else {}
    return {"statusCode": 200, "headers": headers}
