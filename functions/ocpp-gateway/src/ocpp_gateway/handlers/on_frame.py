"""`$default`: a text message of a station in, the answer out as the route response."""

from datetime import UTC, datetime
from typing import Any

from ocpp_gateway.answer_frame import answer_frame
from ocpp_gateway.domain.connection import Connection


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """`{statusCode, body}`; no body where nothing is to be said. Who speaks, says the socket."""
    request = event["requestContext"]
    who = request["authorizer"]
    connection = Connection(
        connection_id=request["connectionId"],
        station_id=who["station_id"],
        site_id=who["site_id"],
        connectors=who.get("connectors", ""),
        protocol=who.get("protocol", ""),
        standing=who["standing"],
        certified_serial_number=who.get("certified_serial_number", ""),
    )
    text = answer_frame(connection, event.get("body") or "", datetime.now(UTC))
    return {"statusCode": 200} if text is None else {"statusCode": 200, "body": text}
