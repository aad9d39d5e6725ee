"""The call table's stream, filtered to finished calls: tasks go on, the next call goes out."""

from datetime import UTC, datetime
from typing import Any

from corridor_aws.streams import Record, each
from ocpp_gateway.complete_call import complete_call
from ocpp_gateway.tables import CallTable


def handler(event: dict[str, Any], context: Any) -> None:
    """Told again, it completes nothing twice; trouble raises and the stream comes again."""
    each(event["Records"], _complete)


def _complete(record: Record) -> None:
    complete_call(CallTable.from_raw_data(record["dynamodb"]["NewImage"]), datetime.now(UTC))
