"""SessionEnded, queued: what its station held for the transaction is over."""

from datetime import UTC, datetime
from typing import Any

from corridor_aws.streams import each_message
from ocpp_gateway.forget_transaction import forget_transaction


def handler(event: dict[str, Any], context: Any) -> None:
    """What is poison is parked; trouble of AWS brings the batch again."""
    each_message(event["Records"], _forget)


def _forget(event: Any) -> None:
    data = event["detail"]["data"]
    forget_transaction(data["station_id"], data["transaction_id"], datetime.now(UTC))
