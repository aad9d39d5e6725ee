"""The gateway asks what an ending transaction costs, to answer its station."""

from collections.abc import Mapping
from typing import Any

from sessions.domain.transaction_event import TransactionEvent
from sessions.quote_transaction import quote_transaction
from sessions.read_ledger import read_ledger


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """`{"entry": image}`, the ledger's item to be -> `{"total_incl_vat"}`, or `{}` if unknown."""
    last = read_ledger({"dynamodb": {"NewImage": event["entry"]}})
    total = quote_transaction(last) if isinstance(last, TransactionEvent) else None
    return {} if total is None else {"total_incl_vat": total}
