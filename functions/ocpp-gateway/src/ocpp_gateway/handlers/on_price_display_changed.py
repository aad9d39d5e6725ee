"""PriceDisplayChanged of pricing, queued: prices are kept for their station, and shown there."""

from datetime import UTC, datetime
from typing import Any

import orjson

from corridor_aws.streams import Record, each
from ocpp_gateway.prices.want_prices import want_prices


def handler(event: dict[str, Any], context: Any) -> None:
    """What is poison is parked; trouble of AWS brings the batch again."""
    each(event["Records"], _take)


def _take(record: Record) -> None:
    want_prices(orjson.loads(record["body"])["detail"]["data"], datetime.now(UTC))
