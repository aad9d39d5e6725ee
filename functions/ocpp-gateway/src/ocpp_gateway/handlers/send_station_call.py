"""The queue `station-calls`: one CALL to a station, asked for by any service."""

from datetime import UTC, datetime
from typing import Any

import orjson

from corridor_aws.streams import Record, each
from ocpp_gateway.domain.calls import to_request
from ocpp_gateway.enqueue_call import enqueue_call


def handler(event: dict[str, Any], context: Any) -> None:
    """One message a batch: what is no request is parked, trouble brings the message again."""
    each(event["Records"], _enqueue)


def _enqueue(record: Record) -> None:
    attributes = record["attributes"]
    requested_at = datetime.fromtimestamp(int(attributes["SentTimestamp"]) / 1000, UTC)
    request = to_request(orjson.loads(record["body"]))
    enqueue_call(request, attributes["SequenceNumber"], requested_at, datetime.now(UTC))
