"""Read what a station said of a transaction out of a record of the gateway's ledger stream."""

from collections.abc import Mapping
from typing import Any

import orjson

from corridor_kernel.times import from_text
from sessions.domain.status_report import StatusReport, read_report
from sessions.domain.transaction_event import Receipt, TransactionEvent, read_event


def read_ledger(record: Mapping[str, Any]) -> TransactionEvent | StatusReport | None:
    """The event or the status of a ledger entry; None for an item that is neither.

    Raises ValueError or KeyError for an entry that the gateway cannot have written.
    """
    image = record["dynamodb"].get("NewImage", {})
    if "payload" in image:
        return _event(image)
    return _report(image) if "response" in image else None


def _event(image: Mapping[str, Any]) -> TransactionEvent:
    payload = _object(image["payload"]["S"])
    receipt = Receipt(
        station_id=image["station_id"]["S"],
        transaction_id=image["transaction_id"]["S"],
        seq_no=int(image["seq_no"]["N"]),
        digest=image["event"]["S"].rpartition("#")[2],
        received_at=from_text(image["received_at"]["S"]),
        breaks_schema="violation" in image,
        token_status=_token_status(image.get("answer", {}).get("S")),
        is_numbered=image.get("is_numbered", {}).get("BOOL", True),
        shows_costs=image.get("shows_costs", {}).get("BOOL", False),
    )
    return read_event(receipt, payload)


def _report(image: Mapping[str, Any]) -> StatusReport:
    return read_report(
        image["station_id"]["S"],
        image["transaction_id"]["S"],
        image["message_id"]["S"],
        image["received_at"]["S"],
        _object(image["response"]["S"]),
    )


def _object(text: str) -> dict[str, Any]:
    content = orjson.loads(text)
    if not isinstance(content, dict):
        raise ValueError("what was told is no object")
    return content


def _token_status(answer: str | None) -> str | None:
    """What the station was told of the event's idToken (R-TX-9)."""
    said = orjson.loads(answer) if answer else {}
    status = said.get("idTokenInfo", {}).get("status")
    return str(status) if status else None
