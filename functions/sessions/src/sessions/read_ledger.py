"""Read a transaction event out of a record of the gateway's ledger stream."""

from collections.abc import Mapping
from typing import Any

import orjson

from corridor_kernel.times import from_text
from sessions.domain.transaction_event import Receipt, TransactionEvent, read_event


def read_ledger(record: Mapping[str, Any]) -> TransactionEvent | None:
    """The event of a ledger entry; None for an item that is none (it has no payload).

    Raises ValueError or KeyError for an entry that the gateway cannot have written.
    """
    image = record["dynamodb"].get("NewImage", {})
    if "payload" not in image:
        return None
    payload = orjson.loads(image["payload"]["S"])
    if not isinstance(payload, dict):
        raise ValueError("the payload is no object")
    receipt = Receipt(
        station_id=image["station_id"]["S"],
        transaction_id=image["transaction_id"]["S"],
        seq_no=int(image["seq_no"]["N"]),
        digest=image["event"]["S"].rpartition("#")[2],
        received_at=from_text(image["received_at"]["S"]),
        breaks_schema="violation" in image,
        token_status=_token_status(image.get("answer", {}).get("S")),
        is_numbered=image.get("is_numbered", {}).get("BOOL", True),
    )
    return read_event(receipt, payload)


def _token_status(answer: str | None) -> str | None:
    """What the station was told of the event's idToken (R-TX-9)."""
    said = orjson.loads(answer) if answer else {}
    status = said.get("idTokenInfo", {}).get("status")
    return str(status) if status else None
