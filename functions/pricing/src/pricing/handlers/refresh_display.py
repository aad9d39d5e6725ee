"""The queue of stations whose prices are to be looked at again."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from corridor_aws.streams import Record, each
from pricing.displays.refresh_display import refresh_display


def handler(event: Mapping[str, Any], context: object) -> None:
    """What is poison is parked; trouble of AWS brings the batch again."""
    each(event["Records"], _refresh)


def _refresh(record: Record) -> None:
    for station_id in orjson.loads(record["body"]):
        refresh_display(station_id, datetime.now(UTC))
