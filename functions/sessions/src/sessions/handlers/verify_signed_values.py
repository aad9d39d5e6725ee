"""New signed values -> what they are worth, by the key of their meter."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from corridor_aws.streams import Record, each
from sessions.signed.verify_signed_value import verify_signed_value
from sessions.tables import SignedValueItem


def handler(event: Mapping[str, Any], context: object) -> None:
    """One after the other; what is poison is parked, trouble of AWS brings the batch again."""
    each(event["Records"], _verify)


def _verify(record: Record) -> None:
    item = SignedValueItem()
    item.deserialize(record["dynamodb"]["NewImage"])
    verify_signed_value(item, datetime.now(UTC))
