"""PriceDisplayChanged of pricing, queued: prices are kept for their station, and shown there."""

from datetime import UTC, datetime
from typing import Any

from corridor_aws.streams import each_message
from ocpp_gateway.prices.want_prices import want_prices


def handler(event: dict[str, Any], context: Any) -> None:
    """What is poison is parked; trouble of AWS brings the batch again."""
    each_message(event["Records"], _take)


def _take(event: Any) -> None:
    want_prices(event["detail"]["data"], datetime.now(UTC))
