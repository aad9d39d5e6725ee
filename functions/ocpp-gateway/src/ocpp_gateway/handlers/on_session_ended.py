"""SessionEnded from the bus: what its station held for the transaction is over."""

from datetime import UTC, datetime
from typing import Any

from ocpp_gateway.forget_transaction import forget_transaction


def handler(event: dict[str, Any], context: Any) -> None:
    """A failure raises: Lambda tries twice more, then parks the event."""
    data = event["detail"]["data"]
    forget_transaction(data["station_id"], data["transaction_id"], datetime.now(UTC))
