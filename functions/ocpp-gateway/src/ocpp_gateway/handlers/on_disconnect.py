"""`$disconnect`: comes at best once, and perhaps after the station is back."""

from datetime import UTC, datetime
from typing import Any

from ocpp_gateway.close_connection import close_connection


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Nobody reads the answer."""
    request = event["requestContext"]
    station_id = request["authorizer"]["station_id"]
    close_connection(station_id, request["connectionId"], datetime.now(UTC))
    return {"statusCode": 200}
