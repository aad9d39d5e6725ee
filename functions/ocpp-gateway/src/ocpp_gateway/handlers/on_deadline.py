"""The deadlines queue: what was put off is due."""

from datetime import UTC, datetime
from typing import Any

import orjson

from corridor_aws.streams import Record, each
from ocpp_gateway import connections
from ocpp_gateway.deadlines import CALL_TIMEOUT, CLOSE_CONNECTION
from ocpp_gateway.time_out_call import time_out_call


def handler(event: dict[str, Any], context: Any) -> None:
    """One message a batch: an unknown kind is parked, trouble brings the message again."""
    each(event["Records"], _meet)


def _meet(record: Record) -> None:
    message = orjson.loads(record["body"])
    match message:
        case {"kind": kind, "connection_id": connection_id} if kind == CLOSE_CONNECTION:
            connections.close(connection_id)
        case {"kind": kind, "station_id": station_id, "call_id": call_id, "attempt": attempt} if (
            kind == CALL_TIMEOUT
        ):
            time_out_call(station_id, call_id, attempt, datetime.now(UTC))
        case _:
            raise ValueError("no deadline of ours")
