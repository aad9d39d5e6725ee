"""SessionEnded, queued: what its station held for the transaction is over."""

from datetime import UTC, datetime
from typing import Any

import orjson

from corridor_aws.streams import Record, each
from ocpp_gateway.forget_transaction import forget_transaction


def handler(event: dict[str, Any], context: Any) -> None:
    """What is poison is parked; trouble of AWS brings the batch again."""
    each(event["Records"], _forget)


def _forget(record: Record) -> None:
    data = orjson.loads(record["body"])["detail"]["data"]
    forget_transaction(data["station_id"], data["transaction_id"], datetime.now(UTC))
